using System.Globalization;

namespace MlOps.Monitoring;

/// <summary>What a metric is held against: a number, or the same metric of the reference give or take something.</summary>
public readonly record struct Bound
{
    private const double LeastRelative = 1e-6;
    private const double LeastAbsolute = 1e-12;

    private readonly double? _number;
    private readonly double _relative;
    private readonly double _absolute;

    private Bound(double? number, double relative, double absolute) => (_number, _relative, _absolute) = (number, relative, absolute);

    /// <summary>The metric of the reference, and how far around it still counts as it: the larger of a share of it and an amount.</summary>
    /// <param name="relative">The share, such as 0.1 for ten percent; <see langword="null"/> for a millionth.</param>
    /// <param name="absolute">The amount; <see langword="null"/> for next to nothing.</param>
    public static Bound Reference(double? relative = null, double? absolute = null)
    {
        if (relative is <= 0 or double.NaN || absolute is < 0 or double.NaN)
        {
            throw new ArgumentOutOfRangeException(relative is <= 0 or double.NaN ? nameof(relative) : nameof(absolute), "A tolerance is above 0.");
        }

        return new Bound(null, relative ?? LeastRelative, absolute ?? LeastAbsolute);
    }

    /// <summary>A number, without any tolerance.</summary>
    public static Bound FromDouble(double number) => double.IsNaN(number) ? throw new ArgumentOutOfRangeException(nameof(number), "Nothing can be held against NaN.") : new Bound(number, 0, 0);

    /// <summary>A number, without any tolerance.</summary>
    public static implicit operator Bound(double number) => FromDouble(number);

    /// <summary>The values that count as the bound; <see langword="null"/> where it needs a reference that has none.</summary>
    internal (double Low, double High)? Around(double? reference)
    {
        if ((_number ?? reference) is not { } middle)
        {
            return null;
        }

        var tolerance = Math.Max(Math.Abs(middle) * _relative, _absolute);
        return (middle - tolerance, middle + tolerance);
    }

    internal string Text(double? reference)
    {
        if (_number is { } number)
        {
            return number.ToString("0.######", CultureInfo.InvariantCulture);
        }

        // The least tolerances are there for rounding: nobody asked for them.
        return reference is { } value
            ? _relative <= LeastRelative && _absolute <= LeastAbsolute
                ? string.Create(CultureInfo.InvariantCulture, $"the reference {value:0.######}")
                : string.Create(CultureInfo.InvariantCulture, $"the reference {value:0.######} ± {Math.Max(Math.Abs(value) * _relative, _absolute):0.######}")
            : "the reference";
    }
}
