using System.Globalization;
using System.Net;

namespace MlOps.Monitoring.Reports;

/// <summary>Values as a page shows them. Whatever a file called its columns and levels, it is text there and nothing else.</summary>
internal static class HtmlText
{
    private const int Longest = 120;

    public static string Of(string text) => WebUtility.HtmlEncode(Shortened(text, Longest));

    /// <summary>Four significant digits, which is what people compare.</summary>
    public static string Of(double? value) => value switch
    {
        null => "–",
        double.NaN => "NaN",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        { } number => number.ToString("G4", CultureInfo.InvariantCulture).Replace('-', '−'),
    };

    /// <summary>A score or a chance: three significant digits tell all that there is to tell.</summary>
    public static string Score(double? value) => value is { } number && double.IsFinite(number) ? number.ToString("G3", CultureInfo.InvariantCulture).Replace('-', '−') : Of(value);

    public static string Of(long? value) => value is { } number ? number.ToString("#,0", CultureInfo.InvariantCulture) : "–";

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.#} %");

    /// <summary>A length or place in a picture.</summary>
    public static string Place(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>The beginning of a text that is long, cut between characters and not within one.</summary>
    public static string Shortened(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return $"{text.AsSpan(0, end)}…";
    }
}
