using System.Globalization;
using System.Text.RegularExpressions;

namespace MlOps.Monitoring.Checks;

/// <summary>Reads checks as people write them: <c>accuracy gte 0.9</c>, <c>rmse &lt;= reference+-10%</c>, <c>row_count in 100,200</c>.</summary>
internal static partial class CheckText
{
    private const string Form = "A check is a metric, one of gt, gte, lt, lte, eq, not_eq, in, not_in (or > >= < <= == !=), and a number, 'reference', or 'reference+-10%'";

    /// <exception cref="FormatException">The text is no check.</exception>
    public static Check Read(string text, bool isCritical)
    {
        var match = Parts().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"{Form}, such as 'accuracy gte 0.9'; '{text}' is none.");
        }

        Bound[] bounds = [.. match.Groups["bounds"].Value.Split(',').Select(bound => BoundOf(bound.Trim(), text))];
        var name = match.Groups["word"].Value;
        if (bounds.Length > 1 && name is not ("in" or "not_in"))
        {
            throw new FormatException($"'{text}' names several bounds, which only 'in' and 'not_in' take.");
        }

        return new Check(match.Groups["metric"].Value.TrimEnd(), ConditionOf(name, bounds), isCritical);
    }

    private static Condition ConditionOf(string word, Bound[] bounds) => word switch
    {
        "gt" or ">" => Condition.GreaterThan(bounds[0]),
        "gte" or ">=" => Condition.AtLeast(bounds[0]),
        "lt" or "<" => Condition.LessThan(bounds[0]),
        "lte" or "<=" => Condition.AtMost(bounds[0]),
        "eq" or "==" => Condition.EqualTo(bounds[0]),
        "not_eq" or "!=" => Condition.NotEqualTo(bounds[0]),
        "in" => Condition.In(bounds),
        _ => Condition.NotIn(bounds),
    };

    private static Bound BoundOf(string bound, string text)
    {
        var tolerance = Tolerance().Match(bound);
        if (bound == "reference")
        {
            return Bound.Reference();
        }

        if (tolerance.Success && Number(tolerance.Groups["amount"].Value) is > 0 and var amount)
        {
            return tolerance.Groups["percent"].Success ? Bound.Reference(relative: amount / 100) : Bound.Reference(absolute: amount);
        }

        return Number(bound) is { } number ? number : throw new FormatException($"{Form}; in '{text}' it is '{bound}', which is none of these.");
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    // The last such word counts: a label may be called 'not in stock', a bound may not.
    [GeneratedRegex(@"^\s*(?<metric>\S.*)(\s+(?<word>gte?|lte?|eq|not_eq|in|not_in)\s+|\s*(?<word>[<>]=?|[=!]=)\s*)(?<bounds>.*\S)\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 250)]
    private static partial Regex Parts();

    [GeneratedRegex(@"^reference\s*(\+-|±)\s*(?<amount>[^\s%]+)\s*(?<percent>%)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 250)]
    private static partial Regex Tolerance();
}
