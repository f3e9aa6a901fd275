using System.Globalization;

namespace MlOps.Data.Config;

/// <summary>
/// The text of a configuration file. Changes touch the lines they are about; comments, order and style of the rest stay, and
/// what is new stands as DVC would write it: four blanks before a key, named sections (<c>remote "store"</c>) behind the others.
/// </summary>
internal sealed class ConfigText
{
    private const string Restore = "Correct the line, or restore the file from version control.";
    private const string Indent = "    ";

    private readonly List<string> _lines;

    private ConfigText(string file, List<string> lines)
    {
        File = file;
        _lines = lines;
        Sections = ReadSections();
    }

    public string File { get; }

    /// <summary>In the order of the text. Names and keys are lower-case, as DVC takes them.</summary>
    public IReadOnlyList<ConfigSection> Sections { get; }

    /// <exception cref="DvcFormatException">DVC would not read it either.</exception>
    public static ConfigText Parse(string file, string text)
    {
        var lines = text.TrimStart('\uFEFF').Split('\n').Select(static line => line + "\n").ToList();
        lines[^1] = lines[^1][..^1];
        if (lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return new ConfigText(file, lines);
    }

    public ConfigSection? this[string section] => Sections.FirstOrDefault(found => found.Name == section);

    /// <summary>With a value set.</summary>
    public ConfigText With(string section, string key, string value)
    {
        var lines = new List<string>(_lines);
        var text = ConfigValue.Quote(value);
        if (this[section] is not { } found)
        {
            var at = InsertionOf(section);
            CloseLine(lines, at);
            lines.Insert(at, $"[{ConfigValue.QuoteName(section)}]\n");
            lines.Insert(at + 1, Line(key, text));
        }
        else if (found[key] is { } entry)
        {
            var old = lines[entry.Line];
            var start = old[..(old.IndexOf('=', old.IndexOf(entry.WrittenKey, StringComparison.Ordinal) + entry.WrittenKey.Length) + 1)];
            lines.RemoveRange(entry.Line, entry.Count);
            lines.Insert(entry.Line, $"{start} {text}{entry.Comment}{(old.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n")}");
        }
        else
        {
            var at = found.Entries.Count == 0 ? found.Line + 1 : found.Entries[^1].Line + found.Entries[^1].Count;
            CloseLine(lines, at);
            lines.Insert(at, Line(key, text));
        }

        return new ConfigText(File, lines);
    }

    /// <summary>Without a value; a section that had no other goes too, as with DVC.</summary>
    public ConfigText Without(string section, string key)
    {
        if (this[section] is not { } found || found[key] is not { } entry)
        {
            return this;
        }

        if (found.Entries.Count == 1)
        {
            return Without(section);
        }

        var lines = new List<string>(_lines);
        lines.RemoveRange(entry.Line, entry.Count);
        return new ConfigText(File, lines);
    }

    public ConfigText Without(string section)
    {
        if (this[section] is not { } found)
        {
            return this;
        }

        var lines = new List<string>(_lines);
        lines.RemoveRange(found.Line, found.Entries.Count == 0 ? 1 : found.Entries[^1].Line + found.Entries[^1].Count - found.Line);
        return new ConfigText(File, lines);
    }

    public ConfigText WithName(string section, string name)
    {
        if (this[section] is not { } found)
        {
            return this;
        }

        var lines = new List<string>(_lines) { [found.Line] = $"[{ConfigValue.QuoteName(name)}]\n" };
        return new ConfigText(File, lines);
    }

    public override string ToString() => string.Concat(_lines);

    // Plain sections before the first named one: DVC writes them so, whenever it writes.
    private int InsertionOf(string section)
    {
        var rank = Rank(section);
        return Sections.FirstOrDefault(other => Rank(other.Name) > rank)?.Line ?? _lines.Count;
    }

    private static int Rank(string section) =>
        section.StartsWith("remote \"", StringComparison.Ordinal) ? 1
        : section.StartsWith("machine \"", StringComparison.Ordinal) ? 2
        : section.StartsWith("db \"", StringComparison.Ordinal) ? 3
        : 0;

    private static string Line(string key, string text) => $"{Indent}{ConfigValue.QuoteName(key)} = {text}\n";

    private static void CloseLine(List<string> lines, int before)
    {
        if (before > 0 && !lines[before - 1].EndsWith('\n'))
        {
            lines[before - 1] += "\n";
        }
    }

    private List<ConfigSection> ReadSections()
    {
        var sections = new List<ConfigSection>();
        for (var index = 0; index < _lines.Count; index++)
        {
            var line = _lines[index].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                var name = SectionName(line) ?? throw Error(index, $"'{line}' is no name of a section");
                if (sections.Any(other => other.Name == name))
                {
                    throw Error(index, $"section '{name}' stands twice");
                }

                sections.Add(new ConfigSection(name, index));
                continue;
            }

            var entry = ReadEntry(ref index);
            if (sections.Count == 0)
            {
                throw Error(index, $"'{entry.Key}' stands before any section");
            }

            if (sections[^1][entry.Key] is not null)
            {
                throw Error(index, $"'{entry.Key}' stands twice in section '{sections[^1].Name}'");
            }

            sections[^1].Entries.Add(entry);
        }

        return sections;
    }

    private ConfigEntry ReadEntry(ref int index)
    {
        var first = index;
        var line = _lines[index].Trim();
        var equals = line[0] is '"' or '\'' && line.IndexOf(line[0], 1) is > 0 and var quote ? line.IndexOf('=', quote) : line.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw Error(index, $"'{line}' is neither a section nor 'name = value'");
        }

        var written = line[..equals].TrimEnd();
        var text = line[(equals + 1)..].Trim();
        while (ConfigValue.IsOpen(text))
        {
            if (++index == _lines.Count)
            {
                throw Error(first, "the quotes are not closed");
            }

            text += "\n" + _lines[index].TrimEnd('\r', '\n');
        }

        var (items, comment) = ConfigValue.Read(text) ?? throw Error(first, $"the value of '{written}' cannot be read");
        return new ConfigEntry(Unquoted(written).ToLowerInvariant(), written, items, comment, first, index - first + 1);
    }

    private static string? SectionName(string line)
    {
        if (line.Length < 3 || line[1] == '[')
        {
            return null;
        }

        var inner = line[1..].TrimStart();
        var close = inner[0] is '"' or '\'' && inner.IndexOf(inner[0], 1) is > 0 and var quote
            ? inner.IndexOf(']', quote)
            : inner.IndexOf(']', StringComparison.Ordinal);
        return close <= 0 || inner[(close + 1)..].Trim() is not ("" or ['#', ..]) ? null : Unquoted(inner[..close].Trim()).Trim().ToLowerInvariant();
    }

    private static string Unquoted(string text) => text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;

    private DvcFormatException Error(int line, string problem) =>
        new(File, line + 1, string.Create(CultureInfo.InvariantCulture, $"{problem}"), Restore);
}

/// <summary>A section and its values.</summary>
internal sealed record ConfigSection(string Name, int Line)
{
    public List<ConfigEntry> Entries { get; } = [];

    public ConfigEntry? this[string key] => Entries.Find(entry => entry.Key == key);
}

/// <summary>A value; <paramref name="Items"/> are several where it stands as a list without quotes.</summary>
internal sealed record ConfigEntry(string Key, string WrittenKey, IReadOnlyList<string> Items, string Comment, int Line, int Count)
{
    public string Value => string.Join(',', Items);
}
