using MlOps.Monitoring.Calibrated;
using MlOps.Monitoring.Statistics;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Evidently;

/// <summary>Compares one column by Evidently's rules.</summary>
internal static class EvidentlyColumn
{
    /// <summary>Up to so many rows of the reference tests are the default, beyond it distances.</summary>
    private const int FewRows = 1000;

    /// <summary>Numbers of no more different values are compared as levels by default.</summary>
    private const int FewNumbers = 5;

    public static ColumnDrift Compare(Column reference, Column current, DriftOptions options)
    {
        if (reference is NumberColumn r && current is NumberColumn c)
        {
            var pair = new NumberPair(new NumberSide(r), new NumberSide(c));
            var type = ColumnTypes.Of(c, pair.Current, options);
            return Conclude(c.Name, type, Compare(pair, c.Name, type, options), options, pair.Reference.Summarize(type), pair.Current.Summarize(type));
        }

        var (left, right) = (new LevelSide(reference), new LevelSide(current));
        var typeOfLevels = ColumnTypes.Of(current, right, options);
        return Conclude(current.Name, typeOfLevels, Compare(left, right, (reference, current), typeOfLevels, options), options, left.Summarize(), right.Summarize());
    }

    /// <summary>The test that was asked for, else the default of few rows.</summary>
    public static EvidentlyMethod MethodOf(string column, ColumnType type, DriftOptions options) =>
        Asked(column, type, options) ?? EvidentlyMethod.Of(type == ColumnType.Numeric ? EvidentlyMethod.Ks : EvidentlyMethod.ChiSquare);

    private static (EvidentlyMethod Method, Score Score) Compare(NumberPair pair, string column, ColumnType type, DriftOptions options)
    {
        var asked = Asked(column, type, options);
        if (Undefined(pair.Reference.Count, pair.Current.Count, asked, type) is { } reason)
        {
            return (MethodOf(column, type, options), Score.None(reason));
        }

        var areLevels = type == ColumnType.Categorical || !Sorted.HaveMoreThan(FewNumbers, pair.R, pair.C);
        var method = asked ?? (areLevels ? Default(pair.R.Length, !Sorted.HaveMoreThan(2, pair.R, pair.C)) : EvidentlyMethod.Of(pair.R.Length <= FewRows ? EvidentlyMethod.Ks : EvidentlyMethod.Wasserstein));

        // Of numbers that are compared as levels by default, distances are those of numbers: their bins are the values.
        return (method, type == ColumnType.Numeric && method.Numbers is { } test ? test(pair) : method.Levels!(LevelPair.Of(pair)));
    }

    private static (EvidentlyMethod Method, Score Score) Compare(LevelSide left, LevelSide right, (Column Reference, Column Current) columns, ColumnType type, DriftOptions options)
    {
        var asked = Asked(columns.Current.Name, type, options);
        var reason = Undefined(left.Count, right.Count, asked, type) ?? (type == ColumnType.Numeric ? NotNumbers(columns.Reference, columns.Current) : null);
        if (reason is not null)
        {
            return (MethodOf(columns.Current.Name, type, options), Score.None(reason));
        }

        var pair = LevelPair.Of(left, right);
        var method = asked ?? Default(left.Count, pair.Count <= 2);
        return (method, method.Levels!(pair));
    }

    private static EvidentlyMethod? Asked(string column, ColumnType type, DriftOptions options) =>
        options.MethodOf(column, type, out _) is { } name ? EvidentlyMethod.Of(name) : null;

    private static EvidentlyMethod Default(long references, bool areTwo) =>
        EvidentlyMethod.Of(references > FewRows ? EvidentlyMethod.JensenShannon : areTwo ? EvidentlyMethod.Z : EvidentlyMethod.ChiSquare);

    /// <summary>Why there is nothing to compare; <see langword="null"/> where there is.</summary>
    private static string? Undefined(long references, long currents, EvidentlyMethod? asked, ColumnType type) =>
        references == 0 ? "The reference has no value to compare."
        : currents == 0 ? "The current side has no value to compare."
        : type == ColumnType.Text ? "Evidently compares free text by a classifier that it trains anew: its score is another one each time. Compare what is counted in the text (TextDescriptors), or name the column categorical."
        : asked?.AppliesTo(type) == false ? $"'{asked.Name}' is no test of {(type == ColumnType.Numeric ? "numbers" : "levels")}."
        : null;

    private static string NotNumbers(Column reference, Column current) =>
        $"It is to be compared as numbers, and {(reference is NumberColumn ? "the current side has" : current is NumberColumn ? "the reference has" : "both sides have")} texts.";

    private static ColumnDrift Conclude(string name, ColumnType type, (EvidentlyMethod Method, Score Score) test, DriftOptions options, ColumnSummary reference, ColumnSummary current)
    {
        var threshold = options.ThresholdOf(name, type) ?? test.Method.Threshold;
        return new ColumnDrift
        {
            Name = name,
            Type = type,
            Method = test.Method.Name,
            Score = test.Score.Value,
            Threshold = threshold,
            Drift = test.Method.IsDrift(test.Score.Value, threshold),
            Reason = test.Score.Reason ?? (double.IsNaN(test.Score.Value) ? $"'{test.Method.Name}' has no answer for these values, as in Evidently: they lie too close together, or are too large, for its arithmetic." : null),
            Reference = reference,
            Current = current,
        };
    }
}
