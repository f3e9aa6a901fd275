using System.Globalization;
using MlOps.Data;
using Spectre.Console;

namespace MlOps.Cli.Data;

/// <summary>The data sets of a repository as a person reads them, with what to type.</summary>
internal static class DataStatusTable
{
    // So many changes of a folder say what happened; the JSON document has all.
    private const int MostChanges = 10;

    public static void Print(IAnsiConsole console, IReadOnlyList<DatasetStatus> statuses)
    {
        if (statuses.Count == 0)
        {
            console.WriteLine("No data sets yet: 'mlops data add FILE' makes the first.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("data set", "state", "files", "bytes", "what helps");
        foreach (var status in statuses)
        {
            table.AddRow(
                new Text(TerminalText.Of(status.Path)),
                new Markup(status.IsClean ? "[green]unchanged[/]"
                    : status.State == DatasetState.NotInCache ? $"[yellow]{DataStatusJson.Word(status.State)}[/]"
                    : $"[red]{DataStatusJson.Word(status.State)}[/]"),
                new Text(status.Files?.ToString("N0", CultureInfo.InvariantCulture) ?? ""),
                new Text(status.Size?.ToString("N0", CultureInfo.InvariantCulture) ?? ""),
                new Text(Cure(status.State)));
        }

        console.Write(table);
        foreach (var status in statuses.Where(static status => status.Changes.Count > 0))
        {
            console.WriteLine($"{TerminalText.Of(status.Path)}: {Words.Count(status.Changes.Count, "file")} changed");
            foreach (var change in status.Changes.Take(MostChanges))
            {
                console.WriteLine($"  {DataStatusJson.Word(change.State),-8}  {TerminalText.Of(change.Path)}");
            }

            if (status.Changes.Count > MostChanges)
            {
                console.WriteLine($"  and {status.Changes.Count - MostChanges} more; --json has them all");
            }
        }
    }

    private static string Cure(DatasetState state) => state switch
    {
        DatasetState.Modified => "meant: mlops data add, and commit the pointer; not meant: mlops data checkout --force",
        DatasetState.Deleted => "mlops data checkout",
        DatasetState.Missing => "mlops data pull",
        DatasetState.NotInCache => "mlops data commit",
        DatasetState.Corrupt => "mlops data verify",
        _ => "",
    };
}
