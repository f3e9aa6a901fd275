using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Evidently;

/// <summary>The type of a column: the one that was said, or the one that Evidently infers. It looks at the current side alone.</summary>
internal static class ColumnTypes
{
    /// <summary>Whole numbers of no more different values are levels.</summary>
    private const int FewWholeNumbers = 10;

    /// <summary>Numbers are levels when they are whole, few, and none is missing: with a missing one pandas reads them as fractions.</summary>
    public static ColumnType Of(NumberColumn column, NumberSide side, DriftOptions options) =>
        Said(column, options) ?? (column.IsInteger && side.Count == column.Count && !Sorted.HaveMoreThan(FewWholeNumbers, side.Sorted, []) ? ColumnType.Categorical : ColumnType.Numeric);

    /// <summary>Texts are free text when more than half of them are different.</summary>
    public static ColumnType Of(Column column, LevelSide side, DriftOptions options) => column is NumberColumn numbers
        ? Of(numbers, new NumberSide(numbers), options)
        : Said(column, options) ?? (side.IsText ? ColumnType.Text : ColumnType.Categorical);

    private static ColumnType? Said(Column column, DriftOptions options) => options.Types.TryGetValue(column.Name, out var type) ? type : null;
}
