using System.Globalization;

namespace MlOps.Monitoring.Calibrated;

/// <summary>What options mean for a column.</summary>
internal static class CalibratedOptions
{
    /// <summary>Whole numbers of no more different values are levels, as Evidently infers.</summary>
    private const int FewWholeNumbers = 10;

    /// <summary>The type that was said, or that Evidently would infer from the reference.</summary>
    public static ColumnType TypeOf(this DriftOptions options, ColumnProfile column) =>
        options.Types.TryGetValue(column.Name, out var said) ? said
        : column is NumberProfile numbers ? (numbers.IsInteger && numbers.Sketch.Distinct <= FewWholeNumbers ? ColumnType.Categorical : ColumnType.Numeric)
        : column is LevelProfile { Salt.IsEmpty: true, Counts: { IsExact: true } counts } && counts.Distinct * 2L > counts.Total ? ColumnType.Text
        : ColumnType.Categorical;

    /// <summary>The method that was asked for; <see langword="null"/> for the default.</summary>
    /// <param name="options">The options.</param>
    /// <param name="column">The name of the column.</param>
    /// <param name="type">Its type.</param>
    /// <param name="isOfColumn">Whether it was asked for this column, not for all that it applies to.</param>
    public static string? MethodOf(this DriftOptions options, string column, ColumnType type, out bool isOfColumn)
    {
        isOfColumn = options.Methods.TryGetValue(column, out var method);
        return isOfColumn ? method
            : new[] { type == ColumnType.Numeric ? options.NumericMethod : options.CategoricalMethod, options.Method }
                .FirstOrDefault(name => name is not null && CalibratedMethod.Find(name)!.AppliesTo(type));
    }

    /// <summary>The threshold that was asked for; <see langword="null"/> for the level.</summary>
    public static double? ThresholdOf(this DriftOptions options, string column, ColumnType type) =>
        options.Thresholds.TryGetValue(column, out var threshold) ? threshold
        : (type == ColumnType.Numeric ? options.NumericThreshold : options.CategoricalThreshold) ?? options.Threshold;

    /// <summary>Refuses what no comparison could mean.</summary>
    /// <exception cref="ArgumentException">An unknown method or column, a share that is none, a threshold or an effect below 0.</exception>
    public static void Check(this DriftOptions options, IEnumerable<string> columns)
    {
        var names = columns.ToHashSet(StringComparer.Ordinal);
        foreach (var method in options.Methods.Values.Concat([options.Method, options.NumericMethod, options.CategoricalMethod]))
        {
            if (method is not null && CalibratedMethod.Find(method) is null)
            {
                throw new ArgumentException($"There is no method '{method}'. There are {string.Join(", ", CalibratedMethod.Names)}.", nameof(options));
            }
        }

        foreach (var (method, type, kind) in new[] { (options.NumericMethod, ColumnType.Numeric, "numbers"), (options.CategoricalMethod, ColumnType.Categorical, "levels") })
        {
            if (method is not null && !CalibratedMethod.Find(method)!.AppliesTo(type))
            {
                throw new ArgumentException($"'{method}' is no test of {kind}. There are {string.Join(", ", CalibratedMethod.Names.Where(name => CalibratedMethod.Find(name)!.AppliesTo(type)))}.", nameof(options));
            }
        }

        foreach (var name in options.Methods.Keys.Concat(options.Thresholds.Keys).Concat(options.Types.Keys))
        {
            if (!names.Contains(name))
            {
                throw new ArgumentException($"The options name a column '{name}' that is not in the data. There are {string.Join(", ", names.Take(20))}{(names.Count > 20 ? ", …" : "")}.", nameof(options));
            }
        }

        if (options.Level is not (> 0 and < 1) || options.DriftShare is not (null or (>= 0 and <= 1)))
        {
            throw new ArgumentException("The level of false alarms lies between 0 and 1, the share of drifted columns from 0 to 1.", nameof(options));
        }

        double?[] bounds = [options.EffectFloor, options.Threshold, options.NumericThreshold, options.CategoricalThreshold, .. options.Thresholds.Values];
        if (Array.Find(bounds, static bound => bound is not (null or >= 0)) is { } below)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Thresholds and the floor of effects are 0 or more; {below} is not."), nameof(options));
        }
    }
}
