namespace MlOps.Cli.Monitoring;

/// <summary>What is said of columns on the command line: <c>city=cat,age=num</c>, or one word for all.</summary>
internal static class Assignments
{
    /// <summary>What an error says where two things are said of one column, or of all; <see langword="null"/> where that is not so.</summary>
    /// <param name="option">The option.</param>
    /// <param name="texts">All that was typed behind it, however often it was there.</param>
    public static string? Twice(string option, IEnumerable<string> texts) =>
        texts.SelectMany(Split).GroupBy(static pair => pair.Name, StringComparer.Ordinal).FirstOrDefault(static said => said.Count() > 1) is { } twice
            ? $"{option} says two things of {(twice.Key is { } name ? $"'{name}'" : "all columns")}: {string.Join(" and ", twice.Take(2).Select(static pair => pair.Value))}."
            : null;

    /// <summary>The pairs of a text. A comma may be part of a name, and so may an equals sign: what is said is behind the last one.</summary>
    /// <returns>A name of a column, <see langword="null"/> where the word is for all of them, and the word.</returns>
    public static IEnumerable<(string? Name, string Value)> Split(string text)
    {
        var begun = "";
        foreach (var part in text.Split(','))
        {
            begun = begun.Length == 0 ? part : $"{begun},{part}";
            if (begun.LastIndexOf('=') is > 0 and var at)
            {
                yield return (begun[..at], begun[(at + 1)..]);
                begun = "";
            }
        }

        if (begun.Length > 0)
        {
            yield return (null, begun);
        }
    }
}
