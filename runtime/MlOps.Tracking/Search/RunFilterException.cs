namespace MlOps.Search;

/// <summary>A filter or an order is not one of MLflow's; the message says where, what is wrong and what helps.</summary>
public sealed class RunFilterException : Exception
{
    internal RunFilterException(string what, string text, int position, string problem)
        : base($"{what}: {problem} ({Place(text, position)})") => Position = position;

    /// <summary>How many characters of the text are right.</summary>
    public int Position { get; }

    private static string Place(string text, int position)
    {
        const int Longest = 30;
        var rest = text[position..];
        return rest.Length == 0
            ? $"at its end: {(text.Length > Longest ? "…" + text[^Longest..] : text)}"
            : $"at character {position + 1}: {(rest.Length > Longest ? rest[..Longest] + "…" : rest)}";
    }
}
