namespace MlOps.Generators.Shared;

internal static class RuleHelp
{
    public static string LinkTo(string id) => $"https://github.com/mlops-generators/mlops-generators/blob/main/docs/rules/{id}.md";
}
