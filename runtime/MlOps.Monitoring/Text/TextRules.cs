using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlOps.Monitoring.Text;

/// <summary>What counts as a letter, a word, a sentence and a link.</summary>
internal static partial class TextRules
{
    private static readonly char[] _blanks = [' ', '\t', '\r', '\n', '\f', '\v', '\u00a0'];

    public static double Length(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    public static double NonLetters(string text)
    {
        var (others, all) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            all++;
            others += Rune.IsLetter(rune) || rune.Value == ' ' ? 0 : 1;
        }

        return all == 0 ? 0 : 100.0 * others / all;
    }

    /// <summary>What is left between blanks: <c>it's well-known</c> has the words <c>its</c> and <c>wellknown</c>, as in Evidently.</summary>
    public static IEnumerable<string> Words(string text, bool digits)
    {
        foreach (var piece in text.Split(_blanks, StringSplitOptions.RemoveEmptyEntries))
        {
            var word = new StringBuilder(piece.Length);
            foreach (var rune in piece.EnumerateRunes())
            {
                // Marks belong to the letter before them: an accent may be a character of its own.
                if (Rune.IsLetter(rune) || (digits && Rune.IsDigit(rune)) || IsMark(rune))
                {
                    word.Append(rune);
                }
            }

            if (word.Length > 0)
            {
                yield return word.ToString();
            }
        }
    }

    public static double Sentences(string text) => EndOfSentence().Count(text) + 1;

    public static bool HasLink(string text) => Link().IsMatch(text);

    public static bool TryJson(string text, Func<JsonElement, bool> holds)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return holds(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    // Both take time in proportion to the text: no part can be matched in two ways.
    [GeneratedRegex(@"(?<!\w\.\w.)(?<![A-Z][a-z]\.)(?<=\.|\?)\s", RegexOptions.CultureInvariant)]
    private static partial Regex EndOfSentence();

    [GeneratedRegex(@"(?<!\S)[A-Za-z][A-Za-z0-9+.\-]*://[^\s/?#]", RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
