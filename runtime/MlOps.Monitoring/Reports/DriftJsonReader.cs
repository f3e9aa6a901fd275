using System.Globalization;
using System.Text.Json;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Reports;

/// <summary>Reads what <see cref="DriftJson"/> writes. Members that it does not know are passed over; what is missing or of another kind is a fault.</summary>
internal static class DriftJsonReader
{
    /// <exception cref="InvalidDataException">It is no report.</exception>
    public static DriftReport Read(JsonElement report)
    {
        try
        {
            var dataset = report.GetProperty("dataset");
            return new DriftReport(
                report.GetProperty("mode").GetString() == ReportWords.Of(DriftMode.Evidently) ? DriftMode.Evidently : DriftMode.Calibrated,
                new DatasetDrift(dataset.GetProperty("drift").GetBoolean(), dataset.GetProperty("share").GetDouble(), dataset.GetProperty("drifted").GetInt32(), dataset.GetProperty("columns").GetInt32()),
                [.. report.GetProperty("columns").EnumerateArray().Select(Column)]);
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"It is no report of drift: {fault.Message}", fault);
        }
    }

    private static ColumnDrift Column(JsonElement column) => new()
    {
        Name = Text(column, "name"),
        Type = ReportWords.TypeOf(Text(column, "type")) ?? throw new FormatException($"there is no type '{Text(column, "type")}'."),
        Method = Text(column, "method"),
        Score = Number(column.GetProperty("score")),
        Threshold = Number(column.GetProperty("threshold")) ?? double.NaN,
        Drift = column.GetProperty("drift").GetBoolean(),
        Effect = Number(column.GetProperty("effect")),
        Reason = column.GetProperty("reason").GetString(),
        Findings = [.. column.GetProperty("findings").EnumerateArray().Select(Finding)],
        Current = Summary(column.GetProperty("current")),
        Reference = Summary(column.GetProperty("reference")),
    };

    private static DriftFinding Finding(JsonElement finding) => new(
        Text(finding, "kind"),
        Number(finding.GetProperty("p_value")) ?? double.NaN,
        Number(finding.GetProperty("adjusted")) ?? double.NaN,
        Number(finding.GetProperty("effect")) ?? double.NaN,
        finding.GetProperty("drift").GetBoolean());

    private static ColumnSummary Summary(JsonElement side) => new()
    {
        Rows = side.GetProperty("rows").GetInt64(),
        Missing = side.GetProperty("missing").GetInt64(),
        Infinite = side.GetProperty("infinite").GetInt64(),
        Texts = side.TryGetProperty("texts", out var texts) ? texts.GetInt64() : 0, // Which older documents do not have.
        Distinct = side.GetProperty("distinct") is { ValueKind: JsonValueKind.Number } distinct ? distinct.GetInt64() : null,
        Mean = Number(side.GetProperty("mean")),
        StandardDeviation = Number(side.GetProperty("std")),
        Quantiles = Numbers(side.GetProperty("quantiles")),
        Levels = [.. side.GetProperty("levels").EnumerateArray().Select(static level => new LevelCount(Text(level, "level"), level.GetProperty("count").GetInt64()))],
        Histogram = side.GetProperty("histogram") is { ValueKind: JsonValueKind.Object } histogram
            ? new Histogram(histogram.GetProperty("minimum").GetDouble(), histogram.GetProperty("maximum").GetDouble(), Numbers(histogram.GetProperty("counts")))
            : null,
    };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null.");

    private static double[] Numbers(JsonElement numbers) => [.. numbers.EnumerateArray().Select(static number => number.GetDouble())];

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => value.GetDouble(),
    };
}
