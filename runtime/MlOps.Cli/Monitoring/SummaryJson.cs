using System.Text.Json;
using MlOps.Monitoring;
using MlOps.Monitoring.Evidently;
using MlOps.Monitoring.Reports;
using MlOps.Monitoring.Summaries;

namespace MlOps.Cli.Monitoring;

/// <summary>The document of <c>mlops summary --json</c>.</summary>
internal static class SummaryJson
{
    // A column of a million texts must not make a document of a million lines.
    private const int MostLevels = 100;

    /// <param name="writer">Where to.</param>
    /// <param name="table">The rows.</param>
    /// <param name="types">The types that were said; the others are inferred as Evidently does.</param>
    /// <param name="statistics">What the table holds.</param>
    /// <param name="correlations">How its columns go together.</param>
    /// <param name="checks">What came of the checks.</param>
    public static void Write(
        Utf8JsonWriter writer, Table table, IReadOnlyDictionary<string, ColumnType> types, DatasetStatistics statistics, IEnumerable<CorrelationMatrix> correlations, IReadOnlyList<CheckResult> checks)
    {
        writer.WriteStartObject();
        CheckOutput.Write(writer, "dataset", statistics.Metrics);
        writer.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            if (column is NumberColumn numbers)
            {
                var counted = NumberStatistics.Of(numbers);
                var type = TypeOf(column, ColumnTypes.Of(numbers, counted));
                WriteNumbers(writer, type, counted);
                if (type != ColumnType.Numeric)
                {
                    WriteLevels(writer, LevelStatistics.Of(column));
                }
            }
            else
            {
                var counted = LevelStatistics.Of(column);
                WriteLevels(writer, TypeOf(column, ColumnTypes.Of(counted)), counted);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("correlations");
        foreach (var matrix in correlations)
        {
            WriteMatrix(writer, matrix);
        }

        writer.WriteEndObject();
        CheckOutput.Write(writer, checks);
        writer.WriteEndObject();

        ColumnType TypeOf(Column column, ColumnType inferred) => types.TryGetValue(column.Name, out var said) ? said : inferred;
    }

    private static void WriteNumbers(Utf8JsonWriter writer, ColumnType type, NumberStatistics statistics)
    {
        writer.WriteString("type", ReportWords.Of(type));
        writer.WriteNumber("rows", statistics.Rows);
        writer.WriteNumber("count", statistics.Count);
        writer.WriteNumber("missing", statistics.Missing);
        writer.WriteNumber("infinite", statistics.Infinite);
        writer.WriteNumber("distinct", statistics.Distinct);
        Write("min", statistics.Minimum);
        Write("max", statistics.Maximum);
        Write("sum", statistics.Sum);
        Write("mean", statistics.Mean);
        CheckOutput.WriteValue(writer, "std", statistics.Count < 2 ? null : statistics.StandardDeviation);
        Write("median", statistics.Median);
        writer.WriteStartObject("quantiles");
        foreach (var (name, share) in new[] { ("0.05", 0.05), ("0.25", 0.25), ("0.5", 0.5), ("0.75", 0.75), ("0.95", 0.95) })
        {
            Write(name, statistics.Quantile(share));
        }

        writer.WriteEndObject();
        Write("most_common", statistics.MostCommon);
        writer.WriteNumber("most_common_count", statistics.MostCommonCount);

        // Without values there is no number; with infinities a mean may be one, or none, and is told as Evidently does.
        void Write(string name, double value) => CheckOutput.WriteValue(writer, name, statistics.Count == 0 ? null : value);
    }

    private static void WriteLevels(Utf8JsonWriter writer, ColumnType type, LevelStatistics statistics)
    {
        writer.WriteString("type", ReportWords.Of(type));
        writer.WriteNumber("rows", statistics.Rows);
        writer.WriteNumber("count", statistics.Count);
        writer.WriteNumber("missing", statistics.Missing);
        writer.WriteNumber("distinct", statistics.Distinct);
        WriteLevels(writer, statistics);
    }

    private static void WriteLevels(Utf8JsonWriter writer, LevelStatistics statistics)
    {
        writer.WriteStartArray("levels");
        foreach (var level in statistics.Levels.Take(MostLevels))
        {
            writer.WriteStartObject();
            writer.WriteString("level", level.Level);
            writer.WriteNumber("count", level.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteMatrix(Utf8JsonWriter writer, CorrelationMatrix matrix)
    {
        writer.WriteStartObject(NameOf(matrix.Kind));
        JsonOutput.WriteTexts(writer, "columns", matrix.Columns);
        writer.WriteStartArray("matrix");
        for (var first = 0; first < matrix.Columns.Count; first++)
        {
            writer.WriteStartArray();
            for (var second = 0; second < matrix.Columns.Count; second++)
            {
                if (matrix[first, second] is { } value)
                {
                    writer.WriteNumberValue(value);
                }
                else
                {
                    writer.WriteNullValue();
                }
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string NameOf(CorrelationKind kind) => kind switch
    {
        CorrelationKind.Pearson => "pearson",
        CorrelationKind.Spearman => "spearman",
        CorrelationKind.Kendall => "kendall",
        _ => "cramer_v",
    };
}
