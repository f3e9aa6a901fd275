namespace MlOps.Build;

internal static class RuleHelp
{
    public static string LinkTo(string code) => $"https://github.com/mlops-generators/mlops-generators/blob/main/docs/rules/{code}.md";
}
