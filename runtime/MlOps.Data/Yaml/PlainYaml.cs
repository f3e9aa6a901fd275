namespace MlOps.Data.Yaml;

/// <summary>
/// Reads YAML that is written as nearly every pointer is: a key, and below it a list of groups of keys with simple values. A YAML
/// library takes longer to load than a whole <c>mlops data status</c>; it gets everything else.
/// </summary>
internal static class PlainYaml
{
    private const string Start = "- ";
    private const string Indent = "  ";

    /// <summary>The same nodes at the same places as <see cref="YamlReader"/> finds; null for what is written in any other way.</summary>
    public static YamlMap? Read(string text)
    {
        var entries = new List<(YamlText Key, YamlNode Value)>();
        var (at, line) = (0, 1);
        while (at < text.Length)
        {
            if (Key(text, at, line, column: 1) is not { } key || text.AsSpan(key.End) is not [':', '\n', ..] || IsKnown(entries, key.Value))
            {
                return null;
            }

            (at, line) = (key.End + ":\n".Length, line + 1);
            var (start, first) = (at, line);
            var items = new List<YamlNode>();
            while (text.AsSpan(at).StartsWith(Start, StringComparison.Ordinal))
            {
                if (Item(text, ref at, ref line) is not { } item)
                {
                    return null;
                }

                items.Add(item);
            }

            if (items.Count == 0)
            {
                return null;
            }

            entries.Add((key, new YamlList(items, start, at, first, Column: 1)));
        }

        return entries.Count == 0 ? null : new YamlMap(entries, Flow: false, Start: 0, End: at, Line: 1, Column: 1);
    }

    private static YamlMap? Item(string text, ref int at, ref int line)
    {
        var entries = new List<(YamlText Key, YamlNode Value)>();
        var (start, first) = (at + Start.Length, line);
        do
        {
            at += Indent.Length;
            if (Key(text, at, line, column: Indent.Length + 1) is not { } key || text.AsSpan(key.End) is not [':', ' ', ..] || IsKnown(entries, key.Value)
                || Value(text, key.End + ": ".Length, line, column: Indent.Length + 1 + key.Value.Length + ": ".Length) is not { } value)
            {
                return null;
            }

            entries.Add((key, value));
            (at, line) = (value.End + 1, line + 1);
        }
        while (text.AsSpan(at).StartsWith(Indent, StringComparison.Ordinal));
        return new YamlMap(entries, Flow: false, start, at, first, Indent.Length + 1);
    }

    private static YamlText? Key(string text, int at, int line, int column)
    {
        var end = at;
        while (end < text.Length && (char.IsAsciiLetterLower(text[end]) || (end > at && (char.IsAsciiDigit(text[end]) || text[end] == '_'))))
        {
            end++;
        }

        return end == at ? null : Text(text, at, end, line, column);
    }

    private static YamlText? Value(string text, int at, int line, int column)
    {
        var end = at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || (text[end] is '_' or '-' or '.' or '/' && (end > at || text[end] != '-'))))
        {
            end++;
        }

        return end == at || end == text.Length || text[end] != '\n' ? null : Text(text, at, end, line, column);
    }

    private static YamlText Text(string text, int start, int end, int line, int column) =>
        new(text[start..end], Plain: true, '\0', start, end, line, column);

    private static bool IsKnown(List<(YamlText Key, YamlNode Value)> entries, string key)
    {
        foreach (var (known, _) in entries)
        {
            if (known.Value == key)
            {
                return true;
            }
        }

        return false;
    }
}
