namespace MlOps.Data.Yaml;

/// <summary>A piece of a YAML document and where it stands in the text.</summary>
/// <param name="Start">Index of its first character.</param>
/// <param name="End">Index behind its last character.</param>
/// <param name="Line">Its line, counted from one.</param>
/// <param name="Column">Its column, counted from one.</param>
internal abstract record YamlNode(int Start, int End, int Line, int Column);

/// <summary>Text; <paramref name="Plain"/> when it stands without quotes and tag, and so may mean a number or null.</summary>
internal sealed record YamlText(string Value, bool Plain, char Quote, int Start, int End, int Line, int Column)
    : YamlNode(Start, End, Line, Column)
{
    internal bool IsNull => Plain && YamlTypes.IsNull(Value);
}

/// <summary>A list.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Start, int End, int Line, int Column)
    : YamlNode(Start, End, Line, Column);

/// <summary>Keys and values in the order of the text.</summary>
internal sealed record YamlMap(IReadOnlyList<(YamlText Key, YamlNode Value)> Entries, bool Flow, int Start, int End, int Line, int Column)
    : YamlNode(Start, End, Line, Column)
{
    // A lock may have thousands of stages, each of which is asked for by its name.
    private const int Many = 32;

    private Dictionary<string, YamlNode>? _byKey;

    internal YamlNode? this[string key] => Entries.Count < Many
        ? Entries.FirstOrDefault(entry => entry.Key.Value == key).Value
        : (_byKey ??= Entries.ToDictionary(static entry => entry.Key.Value, static entry => entry.Value, StringComparer.Ordinal)).GetValueOrDefault(key);
}

/// <summary>A reference to an anchor. Never followed: nothing we need is ever written so, and following is how a small file becomes a huge one.</summary>
internal sealed record YamlReference(int Start, int End, int Line, int Column) : YamlNode(Start, End, Line, Column);
