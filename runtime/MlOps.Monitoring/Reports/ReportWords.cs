namespace MlOps.Monitoring.Reports;

/// <summary>What modes and types are called in reports and on the command line.</summary>
internal static class ReportWords
{
    public static string Of(DriftMode mode) => mode == DriftMode.Evidently ? "evidently" : "calibrated";

    public static string Of(ColumnType type) => type switch
    {
        ColumnType.Numeric => "num",
        ColumnType.Categorical => "cat",
        _ => "text",
    };

    /// <summary>The type of a word; the short ones and the long ones.</summary>
    public static ColumnType? TypeOf(string word) => word switch
    {
        "num" or "numeric" => ColumnType.Numeric,
        "cat" or "categorical" => ColumnType.Categorical,
        "text" => ColumnType.Text,
        _ => null,
    };
}
