using System.Collections.Immutable;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Shared;

/// <summary>
/// Compares names with a list of words, word by word: <c>apikey</c> in the list is <c>apiKey</c>, <c>API_KEY</c> and
/// <c>OpenAiApiKey</c>, and neither <c>apiKeyHeader</c> nor <c>rapiKeyboard</c>. The last words count: they say what a thing is,
/// those before them whose it is.
/// </summary>
internal static class NameWords
{
    private static readonly char[] s_between = ['_', '-', '.', ':', ' ', '/'];
    private static readonly char[] s_digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

    /// <summary>The words of a name in lower case: <c>OpenAIKey2</c> is <c>open</c>, <c>ai</c>, <c>key</c>.</summary>
    public static string[] Of(string name) => [.. Names.ToSnakeCase(name)
        .Split(s_between, StringSplitOptions.RemoveEmptyEntries)
        .Select(static word => word.TrimEnd(s_digits))
        .Where(static word => word.Length > 0)];

    /// <summary>Whether a name ends with a word of the list.</summary>
    /// <param name="name">The name.</param>
    /// <param name="words">The list, without spaces and underscores within a word.</param>
    /// <param name="alone">Those of the list that say enough only if nothing stands before them.</param>
    /// <param name="orAlone">Whether they then do.</param>
    public static bool EndWith(string name, ImmutableHashSet<string> words, ImmutableHashSet<string>? alone = null, bool orAlone = true)
    {
        var parts = Of(name);
        return EndWith(parts, parts.Length, words, alone, orAlone)
            || (parts.Length > 1 && parts[parts.Length - 1] is "value" or "text" or "string" or "raw" or "plain" && EndWith(parts, parts.Length - 1, words, alone, orAlone: false));
    }

    private static bool EndWith(string[] parts, int length, ImmutableHashSet<string> words, ImmutableHashSet<string>? alone, bool orAlone)
    {
        var end = "";
        for (var i = length - 1; i >= 0; i--)
        {
            end = parts[i] + end;
            if (words.Contains(end) && (alone?.Contains(end) != true || (i == 0 && orAlone)))
            {
                return true;
            }
        }

        return false;
    }
}
