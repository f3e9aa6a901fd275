namespace MlOps.Data.Yaml;

/// <summary>Which styles a text may be written in, outside of flow collections.</summary>
internal readonly record struct ScalarTraits(bool PlainAllowed, bool SingleQuotesAllowed)
{
    private const string LeadingIndicators = "#,[]{}&*!|>'\"%@`";

    internal static bool IsBreak(int character) => character is '\n' or 0x85 or 0x2028 or 0x2029;

    internal static ScalarTraits Of(List<int> text)
    {
        if (text.Count == 0)
        {
            return new ScalarTraits(PlainAllowed: true, SingleQuotesAllowed: true);
        }

        bool breaks = false, special = false, breakThenSpace = false, spaceThenBreak = false;
        var indicators = StartsWithThree(text, '-') || StartsWithThree(text, '.');
        for (var index = 0; index < text.Count; index++)
        {
            var character = text[index];
            var before = index == 0 ? ' ' : text[index - 1];
            var after = index + 1 == text.Count ? ' ' : text[index + 1];

            indicators |= index == 0
                ? LeadingIndicators.Contains((char)Math.Min(character, char.MaxValue), StringComparison.Ordinal)
                    || (character is '?' or ':' or '-' && IsWhite(after))
                : (character == ':' && IsWhite(after)) || (character == '#' && IsWhite(before));
            breaks |= IsBreak(character);
            special |= IsSpecial(character);
            breakThenSpace |= index > 0 && character == ' ' && IsBreak(before);
            spaceThenBreak |= index > 0 && IsBreak(character) && before == ' ';
        }

        var edges = IsSpaceOrBreak(text[0]) || IsSpaceOrBreak(text[^1]);
        var quotable = !special && !breakThenSpace && !spaceThenBreak;
        return new ScalarTraits(quotable && !edges && !breaks && !indicators, quotable);
    }

    private static bool StartsWithThree(List<int> text, char mark) =>
        text.Count >= 3 && text[0] == mark && text[1] == mark && text[2] == mark;

    private static bool IsSpaceOrBreak(int character) => character == ' ' || IsBreak(character);

    private static bool IsWhite(int character) => character is 0 or ' ' or '\t' or '\r' || IsBreak(character);

    // U+2028 and U+2029 count as printable here; that is what the emitter does.
    private static bool IsSpecial(int character) => character == 0xFEFF || character is not
        ('\n' or 0x85 or (>= 0x20 and <= 0x7E) or (>= 0xA0 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or >= 0x10000);
}
