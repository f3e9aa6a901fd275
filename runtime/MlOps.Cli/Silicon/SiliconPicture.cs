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

    private static readonly (string End, string Unit)[] s_units =
    [
        ("_percentage", "%"),
        ("_megabytes_per_second", "MB/s"),
        ("_megabytes", "MB"),
        ("_celsius", "°C"),
        ("_watts", "W"),
        ("_joules", "J/s"),
        ("_megahertz", "MHz"),
        ("_rpm", "rpm"),
    ];

    public static IRenderable Draw(SiliconInfo machine, IReadOnlyDictionary<string, double[]> metrics, ThermalTracker thermal, int height)
    {
        var table = new Table().Border(TableBorder.Rounded).Expand()
            .AddColumn("metric").AddColumn(new TableColumn("now").RightAligned()).AddColumn("").AddColumn("course");
        var rows = metrics.OrderBy(static pair => Rank(pair.Key)).ThenBy(static pair => pair.Key, StringComparer.Ordinal).ToArray();
        var room = Math.Max(height - Frame, 3);
        foreach (var (name, values) in rows.Take(room))
        {
            var (readable, unit) = Split(name);
            table.AddRow(
                new Text(readable),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{values[^1]:#,0.##} {unit}").TrimEnd()),
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

    /// <summary>The name without its unit, which is its end, as people read both; what is counted all the time is told as what was added a second.</summary>
    private static (string Name, string Unit) Split(string metric)
    {
        var (end, unit) = Array.Find(s_units, unit => metric.EndsWith(unit.End, StringComparison.Ordinal));
        return (metric[Prefix.Length..^(end?.Length ?? 0)].Replace('_', ' '), unit ?? "");
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
