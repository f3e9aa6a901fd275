using System.Globalization;
using System.Text.Json;
using MlOps.Monitoring;
using Spectre.Console;

namespace MlOps.Cli.Monitoring;

/// <summary>How the checks and metrics of a quality or a summary are shown.</summary>
internal static class CheckOutput
{
    /// <summary>What to exit with: a critical check that is not met is a "no".</summary>
    public static int ExitOf(IEnumerable<CheckResult> checks) =>
        checks.Any(static check => check.Status == CheckStatus.Fail) ? ExitCode.No : ExitCode.Done;

    public static void Write(Utf8JsonWriter writer, IEnumerable<CheckResult> checks)
    {
        writer.WriteStartArray("checks");
        foreach (var check in checks)
        {
            writer.WriteStartObject();
            writer.WriteString("metric", check.Check.Metric);
            writer.WriteString("status", StatusOf(check));
            WriteValue(writer, "value", check.Value);
            WriteValue(writer, "reference", check.Reference);
            writer.WriteString("text", check.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, string name, IEnumerable<QualityMetric> metrics)
    {
        writer.WriteStartObject(name);
        foreach (var metric in metrics)
        {
            WriteValue(writer, metric.Name, metric.Value);
        }

        writer.WriteEndObject();
    }

    public static void WriteValue(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            JsonOutput.WriteNumber(writer, name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static void Print(IAnsiConsole console, IEnumerable<CheckResult> checks) =>
        TextTable.Print(console, "checks", checks.Select(static check => new[] { StatusOf(check), check.Text }), "status", "what");

    /// <summary>A number in at most six significant digits; a dash where there is none.</summary>
    public static string Text(double? value) => value is { } number and not double.NaN ? number.ToString("G6", CultureInfo.InvariantCulture) : "–";

    private static string StatusOf(CheckResult check) => check.Status.ToString().ToLowerInvariant();
}
