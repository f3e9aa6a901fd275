using System.Buffers;
using System.Globalization;
using MlOps.Csv;

namespace MlOps.Monitoring.Files;

/// <summary>What the text of a field means, by the rules of <c>pandas.read_csv</c>, which Evidently's numbers come from.</summary>
internal static class FieldText
{
    // pandas 1.5, which the recorded results were made with. (Later ones count 'None', too.)
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_missing = new HashSet<string>(
        ["", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "n/a", "nan", "null"],
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> s_missingStarts = SearchValues.Create("#-1<Nn");

    private const int LongestMissing = 8;

    internal static bool IsMissing(ReadOnlySpan<char> text) =>
        text.Length == 0 || (text.Length <= LongestMissing && s_missingStarts.Contains(text[0]) && s_missing.Contains(text));

    /// <summary>A number in the invariant culture, blanks around it allowed; <c>inf</c> and <c>infinity</c> in any case, with a sign or without, are infinite.</summary>
    internal static bool TryNumber(ReadOnlySpan<char> text, out double value)
    {
        value = SimpleNumber.Double(text);
        return !double.IsNaN(value)
            || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) ? !double.IsNaN(value) : TryInfinity(text.Trim(), out value));
    }

    /// <summary>Whether a number is written as a whole one: digits, and a sign before them.</summary>
    internal static bool IsWhole(ReadOnlySpan<char> number)
    {
        var digits = number.Trim();
        digits = digits is ['+' or '-', ..] ? digits[1..] : digits;
        return !digits.IsEmpty && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static bool TryInfinity(ReadOnlySpan<char> text, out double value)
    {
        var isNegative = text is ['-', ..];
        value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        return (text is ['+' or '-', ..] ? text[1..] : text).Equals("inf", StringComparison.OrdinalIgnoreCase);
    }
}
