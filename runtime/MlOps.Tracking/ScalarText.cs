using System.Globalization;

namespace MlOps;

/// <summary>The text of a parameter value: invariant culture, and reading it back gives the same value.</summary>
internal static class ScalarText
{
    public static string Of<T>(T value) => value switch
    {
        null => "null",
        string text => text,
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        Uri uri => uri.OriginalString,
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        // An enum is formattable, but its format provider is ignored; numbers round-trip by default since .NET Core 3.0.
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
