using System.Text.RegularExpressions;

namespace MlOps.Data.Yaml;

/// <summary>What a plain scalar means in YAML 1.2 as DVC's parser reads it: <c>yes</c> is text, <c>1_000</c> a number.</summary>
internal static partial class YamlTypes
{
    // What begins with a letter and is no word of YAML's is text, and most is: the patterns take milliseconds to load.
    internal static bool IsString(string text) => text.Length != 0 && char.IsAsciiLetter(text[0])
        ? !IsNull(text) && !IsBoolean(text)
        : text.Length != 0 && !IsNull(text) && !IsBoolean(text) && !IsInteger(text) && !IsFloat(text)
        && text is not ("<<" or "=") && !Timestamp().IsMatch(text);

    internal static bool IsNull(string text) => text is "" or "~" or "null" or "Null" or "NULL";

    internal static bool IsTrue(string text) => text is "true" or "True" or "TRUE";

    internal static bool IsBoolean(string text) => IsTrue(text) || text is "false" or "False" or "FALSE";

    internal static bool IsInteger(string text) => text.Length != 0 && text[0] != '_' && Integer().IsMatch(text);

    // No number has one of these letters, and of a thousand digests all but one do.
    internal static bool IsFloat(string text) => text.AsSpan().IndexOfAny('b', 'c', 'd') < 0 && Float().IsMatch(text);

    [GeneratedRegex(@"^(?:[-+]?0b[0-1_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Integer();

    [GeneratedRegex(
        @"^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?(?:[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)" +
        @"|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Float();

    [GeneratedRegex(
        @"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}" +
        @"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();
}
