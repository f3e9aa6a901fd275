using System.Globalization;
using MlOps.Store;
using Spectre.Console;

namespace MlOps.Cli.Runs;

/// <summary>How facts about runs are written for people.</summary>
internal static class RunText
{
    public static string ShortId(string id) => id.Length > 8 ? id[..8] : id;

    /// <summary>The status in a colour that says whether to worry.</summary>
    public static string Status(string status) => status switch
    {
        "FINISHED" => "[green]finished[/]",
        "FAILED" => "[red]failed[/]",
        "KILLED" => "[yellow]killed[/]",
        "RUNNING" => "[blue]running[/]",
        _ => Markup.Escape(TerminalText.Of(status.ToLowerInvariant())),
    };

    public static string Time(DateTimeOffset? time) =>
        time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    public static string Duration(RecordedRun run) => run is not { StartTime: { } start, EndTime: { } end } ? "" : (end - start) switch
    {
        { TotalSeconds: < 1 } span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } span => span.ToString("m' min 's' s'", CultureInfo.InvariantCulture),
        var span => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes} min"),
    };

    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
