namespace MlOps.Tests.MLflow.StandIn.State;

/// <summary>The names a server makes up for runs that come without one.</summary>
internal static class Names
{
    private static readonly string[] s_first = ["fearless", "polite", "nimble", "bemused", "welcoming", "unruly"];
    private static readonly string[] s_second = ["bee", "whale", "loon", "midge", "cat", "fowl"];

    public static string Next() => $"{s_first[Random.Shared.Next(s_first.Length)]}-{s_second[Random.Shared.Next(s_second.Length)]}-{Random.Shared.Next(1000)}";
}
