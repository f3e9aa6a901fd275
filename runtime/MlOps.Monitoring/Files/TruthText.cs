namespace MlOps.Monitoring.Files;

/// <summary>Columns of nothing but true and false, which pandas reads as such however they are written: <c>True</c>, <c>TRUE</c>, <c>true</c>.</summary>
internal static class TruthText
{
    /// <summary>Each level as it is written in a column of truths; the levels themselves where one is anything else.</summary>
    public static IReadOnlyList<string> Normal(IReadOnlyList<string> levels) => levels.Count <= 6 && levels.All(static level => Of(level) is not null)
        ? [.. levels.Select(static level => Of(level)!)]
        : levels;

    private static string? Of(string level) => level switch
    {
        "True" or "TRUE" or "true" => bool.TrueString,
        "False" or "FALSE" or "false" => bool.FalseString,
        _ => null,
    };
}
