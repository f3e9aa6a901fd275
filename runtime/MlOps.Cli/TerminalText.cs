using System.Globalization;
using System.Text;

namespace MlOps.Cli;

/// <summary>
/// Text from a store, made harmless: whatever another program put there must not move the cursor, colour the screen, or
/// turn the direction of writing round.
/// </summary>
internal static class TerminalText
{
    private const int Longest = 500;

    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (safe.Length >= Longest)
            {
                return safe.Append('…').ToString();
            }

            safe.Append(IsHarmless(rune) ? rune.ToString() : "\ufffd");
        }

        return safe.ToString();
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);
}
