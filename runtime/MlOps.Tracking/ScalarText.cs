using System.Globalization;
using System.Numerics;

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

    public static bool IsScalar<T>(T value) =>
        value is string or bool or char or Enum or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or Guid or Uri || AsDouble(value) is not null;

    /// <summary>A number as metrics keep it; <see langword="null"/> for anything else.</summary>
    public static double? AsDouble<T>(T value) => value switch
    {
        double number => number,
        float number => number,
        int number => number,
        long number => number,
        uint number => number,
        ulong number => number,
        short number => number,
        ushort number => number,
        byte number => number,
        sbyte number => number,
        nint number => number,
        nuint number => number,
        decimal number => (double)number,
        Half number => (double)number,
        Int128 number => (double)number,
        UInt128 number => (double)number,
        BigInteger number => (double)number,
        _ => null,
    };
}
