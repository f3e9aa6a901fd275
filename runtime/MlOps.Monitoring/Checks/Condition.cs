using System.Globalization;

namespace MlOps.Monitoring;

/// <summary>What must be true of a metric.</summary>
/// <remarks>
/// Held against a reference with a tolerance, as in Evidently: equal is within it, less is below all of it, less or equal is not above it.
/// </remarks>
public sealed class Condition
{
    private readonly string _words;
    private readonly IReadOnlyList<Bound> _bounds;
    private readonly Func<double, double, double, bool> _holds;
    private readonly bool _wanted;

    /// <param name="words">Said before the bounds.</param>
    /// <param name="bounds">What the metric is held against.</param>
    /// <param name="holds">Whether it holds for the metric, and the low and the high end of one bound.</param>
    /// <param name="wanted">Whether it must hold for one of the bounds, or for none.</param>
    private Condition(string words, IReadOnlyList<Bound> bounds, Func<double, double, double, bool> holds, bool wanted = true) =>
        (_words, _bounds, _holds, _wanted) = (words, bounds, holds, wanted);

    /// <summary>Above a bound.</summary>
    public static Condition GreaterThan(Bound bound) => new("above", [bound], static (value, _, high) => value > high);

    /// <summary>At a bound or above it.</summary>
    public static Condition AtLeast(Bound bound) => new("at least", [bound], static (value, low, _) => value >= low);

    /// <summary>Below a bound.</summary>
    public static Condition LessThan(Bound bound) => new("below", [bound], static (value, low, _) => value < low);

    /// <summary>At a bound or below it.</summary>
    public static Condition AtMost(Bound bound) => new("at most", [bound], static (value, _, high) => value <= high);

    /// <summary>Equal to a bound.</summary>
    public static Condition EqualTo(Bound bound) => new("equal to", [bound], IsWithin);

    /// <summary>Not equal to a bound.</summary>
    public static Condition NotEqualTo(Bound bound) => new("not equal to", [bound], IsWithin, wanted: false);

    /// <summary>Equal to one of some bounds.</summary>
    public static Condition In(params IReadOnlyList<Bound> bounds) => new("one of", bounds, IsWithin);

    /// <summary>Equal to none of some bounds.</summary>
    public static Condition NotIn(params IReadOnlyList<Bound> bounds) => new("none of", bounds, IsWithin, wanted: false);

    /// <summary>Whether it holds; <see langword="null"/> where it needs a reference that has none.</summary>
    internal bool? Holds(double value, double? reference)
    {
        var found = false;
        foreach (var bound in _bounds)
        {
            if (bound.Around(reference) is not var (low, high))
            {
                return null;
            }

            found |= _holds(value, low, high);
        }

        return found == _wanted;
    }

    internal string Text(double? reference) => string.Create(CultureInfo.InvariantCulture, $"{_words} {string.Join(", ", _bounds.Select(bound => bound.Text(reference)))}");

    private static bool IsWithin(double value, double low, double high) => value >= low && value <= high;
}
