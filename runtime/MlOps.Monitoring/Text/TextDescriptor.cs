using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlOps.Monitoring.Text;

/// <summary>A number that is counted in a text, so that texts can be compared as numbers are. Yes is 1, no is 0.</summary>
/// <remarks>
/// The rules are Evidently's where it has them, but for two things: letters are those of every script, not of ASCII alone, and words are
/// taken as they are written, without a dictionary of base forms. A text that cannot be judged (see <see cref="Matches"/>) is NaN, as a missing one is.
/// </remarks>
public sealed class TextDescriptor
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(250);

    private readonly Func<string, double> _count;

    private TextDescriptor(string name, Func<string, double> count) => (Name, _count) = (name, count);

    /// <summary>The number of characters (code points of Unicode).</summary>
    public static TextDescriptor Length { get; } = new("text_length", TextRules.Length);

    /// <summary>The number of words: what is left between blanks once all but letters is taken away.</summary>
    public static TextDescriptor WordCount { get; } = new("word_count", static text => TextRules.Words(text, digits: false).Count());

    /// <summary>The number of sentences: a blank after a full stop or a question mark ends one, unless it follows an abbreviation.</summary>
    public static TextDescriptor SentenceCount { get; } = new("sentence_count", TextRules.Sentences);

    /// <summary>The percentage of characters that are neither letters nor spaces; 0 of an empty text.</summary>
    public static TextDescriptor NonLetterPercentage { get; } = new("non_letter_percentage", TextRules.NonLetters);

    /// <summary>Whether a word is a link: a scheme, <c>://</c> and a host.</summary>
    public static TextDescriptor ContainsLink { get; } = YesOrNo("contains_link", TextRules.HasLink);

    /// <summary>Whether it is a JSON document (RFC 8259), nested 64 levels at most.</summary>
    public static TextDescriptor IsValidJson { get; } = YesOrNo("is_valid_json", static text => TextRules.TryJson(text, static _ => true));

    /// <summary>Its name in snake case, for columns and reports.</summary>
    public string Name { get; }

    /// <summary>Whether any of some pieces of text is in it, or all of them.</summary>
    public static TextDescriptor Contains(IReadOnlyList<string> items, bool all = false, bool caseSensitive = true)
    {
        NotEmpty(items);
        return YesOrNo("contains", text => Every(items, all, item => text.Contains(item, Comparison(caseSensitive))));
    }

    /// <summary>The opposite of <see cref="Contains"/>.</summary>
    public static TextDescriptor DoesNotContain(IReadOnlyList<string> items, bool all = false, bool caseSensitive = true) =>
        Not("does_not_contain", Contains(items, all, caseSensitive));

    /// <summary>Whether any of some words is in it, or all of them, whatever their case.</summary>
    public static TextDescriptor IncludesWords(IReadOnlyList<string> words, bool all = false)
    {
        NotEmpty(words);
        return YesOrNo("includes_words", text => TextRules.Words(text, digits: true).ToHashSet(StringComparer.OrdinalIgnoreCase) is var there && Every(words, all, there.Contains));
    }

    /// <summary>The opposite of <see cref="IncludesWords"/>.</summary>
    public static TextDescriptor ExcludesWords(IReadOnlyList<string> words, bool all = false) => Not("excludes_words", IncludesWords(words, all));

    /// <summary>Whether one of the words that must not go unnoticed is in it.</summary>
    public static TextDescriptor TriggerWords(IReadOnlyList<string> words) => new("trigger_words", IncludesWords(words)._count);

    /// <summary>The percentage of words that a vocabulary does not have, whatever their case; 0 of a text without words.</summary>
    public static TextDescriptor OutOfVocabularyPercentage(IEnumerable<string> vocabulary)
    {
        var known = vocabulary.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new("oov_percentage", text => TextRules.Words(text, digits: true).ToArray() is { Length: > 0 } words ? 100.0 * words.Count(word => !known.Contains(word)) / words.Length : 0);
    }

    /// <summary>Whether all of it is matched by a regular expression. A text on which that takes more than a quarter of a second is NaN.</summary>
    /// <exception cref="ArgumentException">It is no regular expression of .NET.</exception>
    public static TextDescriptor Matches(string pattern)
    {
        var whole = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, _patience);
        return new("matches", text =>
        {
            try
            {
                return whole.IsMatch(text) ? 1 : 0;
            }
            catch (RegexMatchTimeoutException)
            {
                return double.NaN;
            }
        });
    }

    /// <summary>Whether it begins with a text.</summary>
    public static TextDescriptor BeginsWith(string prefix, bool caseSensitive = true) => YesOrNo("begins_with", text => text.StartsWith(prefix, Comparison(caseSensitive)));

    /// <summary>Whether it ends with a text.</summary>
    public static TextDescriptor EndsWith(string suffix, bool caseSensitive = true) => YesOrNo("ends_with", text => text.EndsWith(suffix, Comparison(caseSensitive)));

    /// <summary>Whether it is a text, character by character.</summary>
    public static TextDescriptor ExactMatch(string expected) => YesOrNo("exact_match", text => string.Equals(text, expected, StringComparison.Ordinal));

    /// <summary>Whether it is the same JSON as another, in whatever order of members.</summary>
    /// <exception cref="JsonException">The other is no JSON.</exception>
    public static TextDescriptor JsonMatch(string expected)
    {
        using var document = JsonDocument.Parse(expected);
        var wanted = document.RootElement.Clone();
        return YesOrNo("json_match", text => TextRules.TryJson(text, there => JsonElement.DeepEquals(there, wanted)));
    }

    /// <summary>Whether it is JSON that a schema allows.</summary>
    public static TextDescriptor JsonSchemaMatch(JsonSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return YesOrNo("json_schema_match", schema.Allows);
    }

    /// <summary>The number for one text.</summary>
    public double Describe(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _count(text);
    }

    /// <summary>The numbers for a column, called <c>column.name</c>; each different text is judged once, missing ones stay missing.</summary>
    public NumberColumn Describe(LevelColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var levels = column.Levels.Select(_count).ToArray();
        var values = new double[column.Count];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = column.Codes[row] is >= 0 and var code ? levels[code] : double.NaN;
        }

        return new NumberColumn($"{column.Name}.{Name}", values);
    }

    private static TextDescriptor YesOrNo(string name, Func<string, bool> holds) => new(name, text => holds(text) ? 1 : 0);

    private static TextDescriptor Not(string name, TextDescriptor other) => new(name, text => 1 - other._count(text));

    private static bool Every(IReadOnlyList<string> items, bool all, Func<string, bool> holds) => all ? items.All(holds) : items.Any(holds);

    private static StringComparison Comparison(bool caseSensitive) => caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private static void NotEmpty(IReadOnlyList<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0)
        {
            throw new ArgumentException("There is nothing to look for: name at least one text.", nameof(items));
        }
    }
}
