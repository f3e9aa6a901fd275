namespace MlOps.Cli.Monitoring;

/// <summary>What is said of columns on the command line: <c>city=cat,age=num</c>, or one word for all.</summary>
internal static class Assignments
{
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
