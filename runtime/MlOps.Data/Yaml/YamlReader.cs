using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MlOps.Data.Yaml;

/// <summary>Reads one YAML document into nodes that know their place, through YamlDotNet's event parser (no reflection).</summary>
internal sealed class YamlReader
{
    // DVC's own files are four levels deep; the limit keeps a hostile one from the end of the stack.
    private const int MaxDepth = 64;

    private readonly Parser _parser;

    private YamlReader(string text) => _parser = new Parser(new StringReader(text));

    /// <returns>The root, or null when the document is empty.</returns>
    /// <exception cref="YamlException">The text is not YAML; its start mark says where.</exception>
    internal static YamlNode? Read(string text)
    {
        var reader = new YamlReader(text);
        try
        {
            return reader.ReadDocument();
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The library does not expect everything that a file can hold.
            var at = reader._parser.Current?.Start ?? Mark.Empty;
            throw new YamlException(at, at, "it cannot be understood from here on", problem);
        }
    }

    private YamlNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        return _parser.Accept<StreamEnd>(out var extra)
            ? root
            : throw new YamlException(_parser.Current?.Start ?? extra!.Start, Mark.Empty, "there is a second document");
    }

    private YamlNode ReadNode(int depth)
    {
        if (depth > MaxDepth)
        {
            throw Error(_parser.Current!, $"it is nested more than {MaxDepth} levels deep");
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return Text(scalar);
        }

        if (_parser.TryConsume<SequenceStart>(out var list))
        {
            var items = new List<YamlNode>();
            while (!_parser.Accept<SequenceEnd>(out _))
            {
                items.Add(ReadNode(depth + 1));
            }

            return new YamlList(items, Index(list.Start), Index(_parser.Consume<SequenceEnd>().End), Line(list), Column(list));
        }

        if (_parser.TryConsume<MappingStart>(out var map))
        {
            var entries = ReadEntries(depth);
            var end = _parser.Consume<MappingEnd>();
            return new YamlMap(entries, map.Style == MappingStyle.Flow, Index(map.Start), Index(end.End), Line(map), Column(map));
        }

        var reference = _parser.Consume<AnchorAlias>();
        return new YamlReference(Index(reference.Start), Index(reference.End), Line(reference), Column(reference));
    }

    private List<(YamlText Key, YamlNode Value)> ReadEntries(int depth)
    {
        var entries = new List<(YamlText Key, YamlNode Value)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_parser.Accept<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                throw Error(_parser.Current!, "a key is not plain text");
            }

            if (!seen.Add(key.Value))
            {
                throw Error(key, $"key '{key.Value}' stands twice");
            }

            entries.Add((Text(key), ReadNode(depth + 1)));
        }

        return entries;
    }

    private static YamlText Text(Scalar scalar)
    {
        var quote = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => '\'',
            ScalarStyle.DoubleQuoted => '"',
            _ => '\0',
        };
        var plain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty;
        return new YamlText(scalar.Value, plain, quote, Index(scalar.Start), Index(scalar.End), Line(scalar), Column(scalar));
    }

    private static YamlException Error(ParsingEvent at, string problem) => new(at.Start, at.End, problem);

    private static int Index(Mark mark) => (int)mark.Index;

    private static int Line(ParsingEvent at) => (int)at.Start.Line;

    private static int Column(ParsingEvent at) => (int)at.Start.Column;
}
