using System.Text.Encodings.Web;
using System.Text.Json;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Reports;

/// <summary>
/// What a comparison found, as JSON: <c>mode</c>, <c>dataset</c> and <c>columns</c>. Members that are not known are <c>null</c>; numbers that
/// JSON does not have are the texts <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>.
/// </summary>
internal static class DriftJson
{
    public static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // A document of its own, never a part of a page.
    };

    public static void Write(Utf8JsonWriter writer, DriftReport report)
    {
        writer.WriteStartObject();
        writer.WriteString("mode", ReportWords.Of(report.Mode));
        writer.WriteStartObject("dataset");
        writer.WriteBoolean("drift", report.Dataset.Drift);
        writer.WriteNumber("share", report.Dataset.Share);
        writer.WriteNumber("drifted", report.Dataset.Drifted);
        writer.WriteNumber("columns", report.Dataset.Columns);
        writer.WriteEndObject();
        writer.WriteStartArray("columns");
        foreach (var column in report.Columns)
        {
            Write(writer, column);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ColumnDrift column)
    {
        writer.WriteStartObject();
        writer.WriteString("name", column.Name);
        writer.WriteString("type", ReportWords.Of(column.Type));
        writer.WriteString("method", column.Method);
        WriteNumber(writer, "score", column.Score);
        WriteNumber(writer, "threshold", column.Threshold);
        writer.WriteBoolean("drift", column.Drift);
        WriteNumber(writer, "effect", column.Effect);
        writer.WriteString("reason", column.Reason);
        writer.WriteStartArray("findings");
        foreach (var finding in column.Findings)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", finding.Kind);
            WriteNumber(writer, "p_value", finding.PValue);
            WriteNumber(writer, "adjusted", finding.Adjusted);
            WriteNumber(writer, "effect", finding.Effect);
            writer.WriteBoolean("drift", finding.IsDrift);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Write(writer, "current", column.Current);
        Write(writer, "reference", column.Reference);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ColumnSummary summary)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("rows", summary.Rows);
        writer.WriteNumber("missing", summary.Missing);
        writer.WriteNumber("infinite", summary.Infinite);
        writer.WriteNumber("texts", summary.Texts);
        WriteNumber(writer, "distinct", summary.Distinct);
        WriteNumber(writer, "mean", summary.Mean);
        WriteNumber(writer, "std", summary.StandardDeviation);
        writer.WriteStartArray("quantiles");
        foreach (var quantile in summary.Quantiles)
        {
            writer.WriteNumberValue(quantile);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("levels");
        foreach (var level in summary.Levels)
        {
            writer.WriteStartObject();
            writer.WriteString("level", level.Level);
            writer.WriteNumber("count", level.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Write(writer, summary.Histogram);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Histogram? histogram)
    {
        if (histogram is null)
        {
            writer.WriteNull("histogram");
            return;
        }

        writer.WriteStartObject("histogram");
        writer.WriteNumber("minimum", histogram.Minimum);
        writer.WriteNumber("maximum", histogram.Maximum);
        writer.WriteStartArray("counts");
        foreach (var count in histogram.Counts)
        {
            writer.WriteNumberValue(count);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is not { } number)
        {
            writer.WriteNull(name);
        }
        else if (double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteString(name, double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }
    }
}
