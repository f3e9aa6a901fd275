using System.Text;

namespace MlOps.Data.Config;

/// <summary>How a value stands in a configuration file: as Python's configobj, which DVC uses, reads and writes it.</summary>
internal static class ConfigValue
{
    // A value that begins or ends with one of these needs quotes.
    private const string Edges = " \r\n\v\t'\"";

    private static readonly string[] s_tripleQuotes = ["\"\"\"", "'''"];

    /// <summary>The text of a value behind <c>=</c>.</summary>
    /// <exception cref="FormatException">It holds every kind of quotes, and there is no way to write it.</exception>
    public static string Quote(string value)
    {
        if (value.Length == 0)
        {
            return "\"\"";
        }

        var needsTriple = value.Contains('\n', StringComparison.Ordinal) || (value.Contains('"', StringComparison.Ordinal) && value.Contains('\'', StringComparison.Ordinal));
        return needsTriple ? Triple(value)
            : Edges.Contains(value[0], StringComparison.Ordinal) || Edges.Contains(value[^1], StringComparison.Ordinal) || value.AsSpan().ContainsAny(',', '#') ? Single(value)
            : value;
    }

    /// <summary>The text of a section's name or of a key: as a value, but never over several lines.</summary>
    /// <exception cref="FormatException">It holds both kinds of quotes, or a line end.</exception>
    public static string QuoteName(string name) =>
        name.Contains('\n', StringComparison.Ordinal) ? throw new FormatException($"the name '{name}' has a line end")
            : name.Length != 0 && (Edges.Contains(name[0], StringComparison.Ordinal) || Edges.Contains(name[^1], StringComparison.Ordinal) || name.AsSpan().ContainsAny(',', '#')) ? Single(name)
            : name;

    /// <summary>Whether a text starts quotes of three that it does not end.</summary>
    public static bool IsOpen(string text) => s_tripleQuotes.Any(quote =>
        text.StartsWith(quote, StringComparison.Ordinal) && text.IndexOf(quote, quote.Length, StringComparison.Ordinal) < 0);

    /// <summary>The values that a text stands for, more than one where it has commas, and where its comment begins.</summary>
    /// <param name="text">What stands behind <c>=</c>, without blanks around it.</param>
    /// <returns>Null when it cannot be read.</returns>
    public static (IReadOnlyList<string> Items, string Comment)? Read(string text)
    {
        if (s_tripleQuotes.FirstOrDefault(quote => text.StartsWith(quote, StringComparison.Ordinal)) is { } triple)
        {
            var close = text.IndexOf(triple, triple.Length, StringComparison.Ordinal);
            return close < 0 || !IsComment(text.AsSpan(close + triple.Length)) ? null : ([text[triple.Length..close]], text[(close + triple.Length)..]);
        }

        var items = new List<string>();
        for (var index = 0; ;)
        {
            index = SkipBlanks(text, index);
            if (index == text.Length || text[index] == '#')
            {
                return (items.Count == 0 ? [""] : items, Rest(text, index));
            }

            if (ReadItem(text, ref index) is not { } item)
            {
                return null;
            }

            items.Add(item);
            index = SkipBlanks(text, index);
            if (index < text.Length && text[index] == ',')
            {
                index++;
            }
            else if (index < text.Length && text[index] != '#')
            {
                return null;
            }
        }
    }

    private static string? ReadItem(string text, ref int index)
    {
        if (text[index] is '"' or '\'')
        {
            var close = text.IndexOf(text[index], index + 1);
            if (close < 0)
            {
                return null;
            }

            var quoted = text[(index + 1)..close];
            index = close + 1;
            return quoted;
        }

        var end = text.AsSpan(index).IndexOfAny(',', '#');
        end = end < 0 ? text.Length : index + end;
        var item = text[index..end].TrimEnd();
        index = end;
        return item.Length == 0 ? null : item;
    }

    private static int SkipBlanks(string text, int index)
    {
        while (index < text.Length && char.IsWhiteSpace(text[index]))
        {
            index++;
        }

        return index;
    }

    // With the blanks before it, so that a line whose value changes keeps its comment where it stood.
    private static string Rest(string text, int index)
    {
        while (index > 0 && char.IsWhiteSpace(text[index - 1]))
        {
            index--;
        }

        return text[index..];
    }

    private static bool IsComment(ReadOnlySpan<char> text) => text.Trim() is [] or ['#', ..];

    private static string Single(string text) =>
        !text.Contains('"', StringComparison.Ordinal) ? $"\"{text}\""
        : !text.Contains('\'', StringComparison.Ordinal) ? $"'{text}'"
        : throw new FormatException($"'{text}' holds both kinds of quotes");

    private static string Triple(string value) =>
        s_tripleQuotes.FirstOrDefault(quote => !value.Contains(quote, StringComparison.Ordinal) && !value.EndsWith(quote[0])) is { } quote
            ? new StringBuilder(quote).Append(value).Append(quote).ToString()
            : throw new FormatException($"'{value}' holds every kind of quotes");
}
