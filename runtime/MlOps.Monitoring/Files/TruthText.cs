namespace MlOps.Monitoring.Files;

/// <summary>Columns of nothing but true and false, which pandas reads as such however they are written: <c>True</c>, <c>TRUE</c>, <c>true</c>.</summary>
internal static class TruthText
{
    /// <summary>Each level as it is written in a column of truths; the levels themselves where one is anything else.</summary>
    public static IReadOnlyList<string> Normal(IReadOnlyList<string> levels) => Are(levels)
        ? [.. levels.Select(static level => Of(level)!)]
        : levels;

    /// <summary>Whether there are levels, and no others than truths.</summary>
    public static bool Are(IReadOnlyList<string> levels) => levels.Count is > 0 and <= 6 && levels.All(static level => Of(level) is not null);

    private static string? Of(string level) => level switch
    {
        "True" or "TRUE" or "true" => bool.TrueString,
        "False" or "FALSE" or "false" => bool.FalseString,
        _ => null,
    };
}
