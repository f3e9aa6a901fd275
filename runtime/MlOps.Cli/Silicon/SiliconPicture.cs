using System.Globalization;
using MlOps.Cli.Runs;
using MlOps.Silicon.Thermal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MlOps.Cli.Silicon;

/// <summary>What the machine does, drawn: a bar for what has a whole, a course for all.</summary>
internal static class SiliconPicture
{
    private const string Prefix = "system/";
    private const int BarWidth = 20;
    private const int Frame = 6; // Lines of the heading and the border.

    public static IRenderable Draw(SiliconInfo machine, IReadOnlyDictionary<string, double[]> metrics, ThermalTracker thermal, int height)
    {
        var table = new Table().Border(TableBorder.Rounded).Expand()
            .AddColumn("metric").AddColumn(new TableColumn("now").RightAligned()).AddColumn("").AddColumn("course");
        var rows = metrics.OrderBy(static pair => Rank(pair.Key)).ThenBy(static pair => pair.Key, StringComparer.Ordinal).ToArray();
        var room = Math.Max(height - Frame, 3);
        foreach (var (name, values) in rows.Take(room))
        {
            var (value, unit) = Value(name, values[^1]);
            table.AddRow(
                new Text(Name(name)),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{value:#,0.##} {unit}").TrimEnd()),
                unit == "%" ? Bar(values[^1]) : Text.Empty,
                new Text(Sparkline.Of([.. values.TakeLast(MetricHistory.Length)]), new Style(Color.Teal)));
        }

        if (rows.Length > room)
        {
            table.Caption($"and {rows.Length - room} more; a higher window shows them");
        }

        var heat = thermal.IsKnown ? Heat(thermal.Level) : "[grey]heat unknown[/]";
        return new Rows(new Markup($"[bold]{Markup.Escape(TerminalText.Of(machine.Cpu.Model ?? "this machine"))}[/]  {heat}  [grey]q ends[/]"), table);
    }

    /// <summary>What people look at first stands first.</summary>
    private static int Rank(string name)
    {
        var metric = name[Prefix.Length..];
        return metric.StartsWith("cpu_util", StringComparison.Ordinal) ? 0
            : metric.StartsWith("cpu_", StringComparison.Ordinal) ? 1
            : metric.StartsWith("gpu_", StringComparison.Ordinal) ? 2
            : metric.StartsWith("system_memory", StringComparison.Ordinal) ? 3
            : metric.Contains("power", StringComparison.Ordinal) || metric.Contains("energy", StringComparison.Ordinal) ? 4
            : metric.Contains("celsius", StringComparison.Ordinal) ? 5
            : metric.StartsWith("process", StringComparison.Ordinal) ? 6
            : 7;
    }

    /// <summary>The unit is the end of the name; of what is counted all the time it is what was added a second.</summary>
    private static (double Value, string Unit) Value(string name, double value) =>
        name.EndsWith("_percentage", StringComparison.Ordinal) ? (value, "%")
        : name.EndsWith("_megabytes", StringComparison.Ordinal) ? (value, "MB")
        : name.EndsWith("_megabytes_per_second", StringComparison.Ordinal) ? (value, "MB/s")
        : name.EndsWith("_celsius", StringComparison.Ordinal) ? (value, "°C")
        : name.EndsWith("_watts", StringComparison.Ordinal) ? (value, "W")
        : name.EndsWith("_joules", StringComparison.Ordinal) ? (value, "J/s")
        : name.EndsWith("_megahertz", StringComparison.Ordinal) ? (value, "MHz")
        : name.EndsWith("_rpm", StringComparison.Ordinal) ? (value, "rpm")
        : (value, "");

    private static string Name(string name)
    {
        var metric = name[Prefix.Length..];
        string[] units = ["_percentage", "_megabytes_per_second", "_megabytes", "_celsius", "_watts", "_joules", "_megahertz", "_rpm"];
        var unit = Array.Find(units, unit => metric.EndsWith(unit, StringComparison.Ordinal)) ?? "";
        return metric[..^unit.Length].Replace('_', ' ');
    }

    private static Markup Bar(double percent)
    {
        var filled = (int)Math.Round(Math.Clamp(percent, 0, 100) / 100 * BarWidth);
        var color = percent switch { >= 90 => "red", >= 70 => "yellow", _ => "green" };
        return new Markup($"[{color}]{new string('█', filled)}[/][grey]{new string('░', BarWidth - filled)}[/]");
    }

    private static string Heat(ThermalLevel level) => level switch
    {
        ThermalLevel.Nominal => "[green]cool[/]",
        ThermalLevel.Elevated => "[yellow]warm[/]",
        ThermalLevel.Throttling => "[red]throttling[/]",
        _ => "[bold red]critical[/]",
    };
}
