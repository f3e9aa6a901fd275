using MlOps.Monitoring.Statistics;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Evidently;

/// <summary>The type of a column: the one that was said, or the one that Evidently infers. It looks at the current side alone.</summary>
internal static class ColumnTypes
{
    /// <summary>Whole numbers of no more different values are levels.</summary>
    private const int FewWholeNumbers = 10;

    /// <summary>Numbers are levels when they are whole, few, and none is missing: with a missing one pandas reads them as fractions.</summary>
    public static ColumnType Of(NumberColumn column, NumberSide side, DriftOptions options) =>
        Said(column, options) ?? (IsWhole(column, side.Count) && !Sorted.HaveMoreThan(FewWholeNumbers, side.Sorted, []) ? ColumnType.Categorical : ColumnType.Numeric);

    /// <summary>Texts are free text when more than half of them are different.</summary>
    public static ColumnType Of(Column column, LevelSide side, DriftOptions options) => column is NumberColumn numbers
        ? Of(numbers, new NumberSide(numbers), options)
        : Said(column, options) ?? (side.IsText ? ColumnType.Text : ColumnType.Categorical);

    /// <summary>The inferred type of numbers that were summarized.</summary>
    public static ColumnType Of(NumberColumn column, NumberStatistics statistics) =>
        IsWhole(column, statistics.Count) && statistics.Distinct <= FewWholeNumbers ? ColumnType.Categorical : ColumnType.Numeric;

    /// <summary>The inferred type of texts that were summarized.</summary>
    public static ColumnType Of(LevelStatistics statistics) => LevelSide.AreTexts(statistics.Distinct, statistics.Count) ? ColumnType.Text : ColumnType.Categorical;

    private static bool IsWhole(NumberColumn column, long count) => column.IsInteger && count == column.Count;

    private static ColumnType? Said(Column column, DriftOptions options) => options.Types.TryGetValue(column.Name, out var type) ? type : null;
}
