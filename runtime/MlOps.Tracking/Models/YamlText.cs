using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOps.Models;

/// <summary>
/// Writes a JSON document as YAML in blocks, so that readers of YAML 1.1 and 1.2 alike find the same document: what one of them
/// might take for something else than a text is in quotes.
/// </summary>
internal static class YamlText
{
    private static readonly string[] s_notTexts = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];

    /// <summary>The text of the document, with a line break at its end.</summary>
    public static string Of(JsonObject document)
    {
        var text = new StringBuilder();
        WriteMembers(text, document, indentation: 0);
        return text.ToString();
    }

    private static void WriteMembers(StringBuilder text, JsonObject members, int indentation)
    {
        var isFirst = true;
        foreach (var (key, value) in members)
        {
            // The first member of an object in a list stands on the line of its dash.
            text.Append(' ', isFirst && text.Length > 0 && text[^1] == ' ' ? 0 : indentation).Append(Scalar(key)).Append(':');
            WriteValue(text, value, indentation);
            isFirst = false;
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, int indentation)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members:
                text.Append('\n');
                WriteMembers(text, members, indentation + 2);
                break;
            case JsonArray { Count: > 0 } items:
                text.Append('\n');
                WriteItems(text, items, indentation);
                break;
            default:
                text.Append(' ').Append(Leaf(value)).Append('\n');
                break;
        }
    }

    private static void WriteItems(StringBuilder text, JsonArray items, int indentation)
    {
        foreach (var item in items)
        {
            text.Append(' ', indentation).Append('-');
            if (item is JsonObject { Count: > 0 } members)
            {
                text.Append(' ');
                WriteMembers(text, members, indentation + 2);
            }
            else if (item is JsonArray { Count: > 0 } inner)
            {
                text.Append('\n');
                WriteItems(text, inner, indentation + 2);
            }
            else
            {
                WriteValue(text, item, indentation);
            }
        }
    }

    private static string Leaf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ => value.GetValueKind() == JsonValueKind.String ? Scalar(value.GetValue<string>()) : value.ToJsonString(),
    };

    private static string Scalar(string text) =>
        IsPlain(text) ? text
        : text.EnumerateRunes().All(static rune => rune.Value is >= ' ' and <= '~' || Rune.IsLetter(rune)) ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'"
        : Escaped(text);

    // An id is quoted even if it begins with a letter: a delivery puts another in its place, which may look like a number.
    private static bool IsPlain(string text) =>
        text.Length > 0
        && char.IsAsciiLetter(text[0])
        && !text.All(char.IsAsciiHexDigit)
        && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '/' or '+')
        && !s_notTexts.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                >= ' ' and <= '~' => rune.ToString(),
                <= 0xffff => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            });
        }

        return escaped.Append('"').ToString();
    }
}
