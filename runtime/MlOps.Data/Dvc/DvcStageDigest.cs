using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MlOps.Data.Yaml;

namespace MlOps.Data;

/// <summary>The MD5 that DVC keeps of a pointer's own entries: of their JSON, keys sorted, without what does not matter.</summary>
internal static class DvcStageDigest
{
    private static readonly FrozenSet<string> LeftOut = FrozenSet.Create(
        StringComparer.Ordinal, "desc", "type", "labels", "meta", "locked", "frozen", "metric", "persist", "isexec", "size", "nfiles");

    internal static string Of(DvcPointer pointer)
    {
        var json = new StringBuilder();
        Append(json, pointer.Root, pointer, top: true);
        return Convert.ToHexStringLower(MD5.HashData(Encoding.ASCII.GetBytes(json.ToString())));
    }

    private static void Append(StringBuilder json, YamlNode node, DvcPointer pointer, bool top = false)
    {
        switch (node)
        {
            case YamlMap map:
                json.Append('{');
                var kept = map.Entries.Where(entry => !LeftOut.Contains(entry.Key.Value) && !(top && IsLeftOutAtTop(entry.Key, entry.Value)));
                var separator = "";
                foreach (var (key, value) in kept.OrderBy(static entry => entry.Key.Value, StringComparer.Ordinal))
                {
                    json.Append(separator);
                    AppendString(json, key.Value);
                    json.Append(": ");
                    Append(json, value, pointer);
                    separator = ", ";
                }

                json.Append('}');
                break;
            case YamlList list:
                json.Append('[');
                for (var index = 0; index < list.Items.Count; index++)
                {
                    json.Append(index == 0 ? "" : ", ");
                    Append(json, list.Items[index], pointer);
                }

                json.Append(']');
                break;
            case YamlText { Plain: true } text when !YamlTypes.IsString(text.Value):
                json.Append(
                    text.IsNull ? "null"
                    : YamlTypes.IsBoolean(text.Value) ? (YamlTypes.IsTrue(text.Value) ? "true" : "false")
                    : long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture)
                    : throw Unsupported(pointer, node));
                break;
            case YamlText text:
                AppendString(json, text.Value);
                break;
            default:
                throw Unsupported(pointer, node);
        }
    }

    private static bool IsLeftOutAtTop(YamlText key, YamlNode value) =>
        key.Value == "md5" || (key.Value == "wdir" && value is YamlText { Value: "." });

    private static void AppendString(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                >= ' ' and <= '~' => json.Append(character),
                _ => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
            };
        }

        json.Append('"');
    }

    private static DvcFormatException Unsupported(DvcPointer pointer, YamlNode node) => new(
        pointer.File, node.Line, "this import has a value whose digest DVC alone can compute", "Run `dvc commit` on it instead.");
}
