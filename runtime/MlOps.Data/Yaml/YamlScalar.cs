using System.Globalization;
using System.Text;

namespace MlOps.Data.Yaml;

/// <summary>
/// Writes one string as the value of a key, byte for byte as DVC's emitter (ruamel.yaml 0.17, YAML 1.2) does: which
/// quotes, which escapes, and where a line of more than 80 columns is folded. Columns count code points, not chars.
/// </summary>
internal static class YamlScalar
{
    private const int Width = 80;

    /// <param name="output">Ends with the colon of the key.</param>
    /// <param name="value">Any text.</param>
    /// <param name="column">Where the colon of the key ends.</param>
    /// <param name="indent">Where a folded line goes on.</param>
    internal static void Append(StringBuilder output, string value, int column, int indent)
    {
        var text = new List<int>(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            text.Add(rune.Value);
        }

        var traits = ScalarTraits.Of(text);
        output.Append(' ');
        if (traits.PlainAllowed && YamlTypes.IsString(value))
        {
            AppendFolded(output, text, column + 1, indent);
        }
        else if (traits.SingleQuotesAllowed && !value.Contains('\'', StringComparison.Ordinal) && !value.Contains('\n', StringComparison.Ordinal))
        {
            output.Append('\'');
            AppendFolded(output, text, column + 2, indent);
            output.Append('\'');
        }
        else
        {
            output.Append('"');
            AppendEscaped(output, text, column + 2, indent);
            output.Append('"');
        }
    }

    internal static string Format(string value, int column, int indent)
    {
        var output = new StringBuilder();
        Append(output, value, column, indent);
        return output.ToString(1, output.Length - 1);
    }

    // A single space behind column 80 becomes a line break; runs of spaces never do.
    private static void AppendFolded(StringBuilder output, List<int> text, int column, int indent)
    {
        for (int start = 0, end; start < text.Count; start = end)
        {
            var kind = KindOf(text[start]);
            for (end = start + 1; end < text.Count && KindOf(text[end]) == kind; end++)
            {
            }

            if (kind == Kind.Space && end == start + 1 && column > Width && start != 0 && end != text.Count)
            {
                output.Append('\n').Append(' ', indent);
                column = indent;
                continue;
            }

            Append(output, text, start, end);
            column += end - start;
            if (kind == Kind.Break)
            {
                output.Append(' ', indent);
                column = indent;
            }
        }
    }

    private static void AppendEscaped(StringBuilder output, List<int> text, int column, int indent)
    {
        var start = 0;
        for (var end = 0; end <= text.Count; end++)
        {
            var character = end < text.Count ? text[end] : -1;
            if (character < 0 || IsEscaped(character))
            {
                Append(output, text, start, end);
                column += Math.Max(0, end - start);
                start = Math.Max(start, end);
                if (character >= 0)
                {
                    var escape = Escape(character);
                    output.Append(escape);
                    column += escape.Length;
                    start = end + 1;
                }
            }

            var mayBreak = end > 0 && end < text.Count - 1 && (character == ' ' || start >= end);
            if (mayBreak && column + (end - start) > Width)
            {
                Append(output, text, start, end);
                start = Math.Max(start, end);
                output.Append("\\\n").Append(' ', indent);
                column = indent;
                if (text[start] == ' ')
                {
                    output.Append('\\');
                    column++;
                }
            }
        }
    }

    private static void Append(StringBuilder output, List<int> text, int start, int end)
    {
        Span<char> pair = stackalloc char[2];
        for (var index = start; index < end; index++)
        {
            output.Append(pair[..new Rune(text[index]).EncodeToUtf16(pair)]);
        }
    }

    private static bool IsEscaped(int character) =>
        character is '"' or '\\' or 0x85 or 0x2028 or 0x2029 or 0xFEFF
        || character is not ((>= 0x20 and <= 0x7E) or (>= 0xA0 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD));

    private static string Escape(int character) => character switch
    {
        0 => "\\0",
        0x07 => "\\a",
        0x08 => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        0x0B => "\\v",
        0x0C => "\\f",
        '\r' => "\\r",
        0x1B => "\\e",
        '"' => "\\\"",
        '\\' => "\\\\",
        0x85 => "\\N",
        0x2028 => "\\L",
        0x2029 => "\\P",
        <= 0xFF => string.Create(CultureInfo.InvariantCulture, $"\\x{character:X2}"),
        <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{character:X4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{character:X8}"),
    };

    private static Kind KindOf(int character) =>
        character == ' ' ? Kind.Space : ScalarTraits.IsBreak(character) ? Kind.Break : Kind.Word;

    private enum Kind
    {
        Word,
        Space,
        Break,
    }
}
