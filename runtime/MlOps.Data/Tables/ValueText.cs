using System.Globalization;
using MlOps.Csv;

namespace MlOps.Data.Tables;

/// <summary>The one meaning that a text has as a value, in the invariant culture: for the build that samples and the program that reads.</summary>
internal static class ValueText
{
    private static readonly string[] s_dateTimes =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd' 'HH:mm", "yyyy-MM-dd",
    ];

    private static readonly string[] s_dateTimeOffsets =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mmK",
    ];

    /// <summary>Whether a text can be read as a type.</summary>
    // Where one parser's answer tells that of a slower one, that one is not asked: the build asks for every type of every sampled field.
    internal static bool Is(ReadOnlySpan<char> text, DatasetColumnType type) => type switch
    {
        DatasetColumnType.Boolean => bool.TryParse(text, out _),
        DatasetColumnType.Int32 => TryInt64(text, out var number) && number == (int)number,
        DatasetColumnType.Int64 => TryInt64(text, out _),
        DatasetColumnType.Single or DatasetColumnType.Double => TryDouble(text, out _),
        DatasetColumnType.Decimal => !double.IsNaN(SimpleNumber.Double(text)) || TryDecimal(text, out _),
        DatasetColumnType.DateOnly => TryDateOnly(text, out _),
        DatasetColumnType.DateTime => TryDateTime(text, out _),
        DatasetColumnType.DateTimeOffset => TryDateTimeOffset(text, out _),
        DatasetColumnType.Guid => TryGuid(text, out _),
        _ => true,
    };

    internal static bool TryInt32(ReadOnlySpan<char> text, out int value) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);

    internal static bool TryInt64(ReadOnlySpan<char> text, out long value)
    {
        value = SimpleNumber.Int64(text);
        return value != SimpleNumber.NoInt64 || long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);
    }

    internal static bool TrySingle(ReadOnlySpan<char> text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && (float.IsFinite(value) || !HasDigits(text));

    internal static bool TryDouble(ReadOnlySpan<char> text, out double value)
    {
        value = SimpleNumber.Double(text);
        return !double.IsNaN(value)
            || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && (double.IsFinite(value) || !HasDigits(text)));
    }

    internal static bool TryDecimal(ReadOnlySpan<char> text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    internal static bool TryDateOnly(ReadOnlySpan<char> text, out DateOnly value) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite, out value);

    internal static bool TryDateTime(ReadOnlySpan<char> text, out DateTime value) =>
        DateTime.TryParseExact(text.Trim(), s_dateTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);

    internal static bool TryDateTimeOffset(ReadOnlySpan<char> text, out DateTimeOffset value)
    {
        text = text.Trim();
        value = default;
        // Without a zone it is no point in time, whatever zone the machine is in.
        var hasZone = text is [.., 'Z'] or [.., '+' or '-', _, _, ':', _, _];
        return hasZone && DateTimeOffset.TryParseExact(text, s_dateTimeOffsets, CultureInfo.InvariantCulture, DateTimeStyles.None, out value);
    }

    /// <summary>A number too large for its type is parsed as infinite, which it is not.</summary>
    private static bool HasDigits(ReadOnlySpan<char> text) => text.ContainsAnyInRange('0', '9');

    /// <summary>As much of a value as a message shows.</summary>
    internal static string Shortened(ReadOnlySpan<char> text)
    {
        const int Shown = 60;
        return text.Length > Shown ? $"{text[..Shown]}…" : text.ToString();
    }

    internal static bool TryGuid(ReadOnlySpan<char> text, out Guid value) => Guid.TryParseExact(text.Trim(), "D", out value);
}
