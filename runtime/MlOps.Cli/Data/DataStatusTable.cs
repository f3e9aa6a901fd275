using System.Globalization;
using MlOps.Data;
using Spectre.Console;

namespace MlOps.Cli.Data;

/// <summary>The data sets of a repository as a person reads them, with what to type.</summary>
internal static class DataStatusTable
{
    public static void Print(IAnsiConsole console, IReadOnlyList<DatasetStatus> statuses)
    {
        if (statuses.Count == 0)
        {
            console.WriteLine("No data sets yet.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("data set", "state", "bytes", "what helps");
        foreach (var status in statuses)
        {
            table.AddRow(
                new Text(status.Path),
                new Markup(status.State == DatasetState.Unchanged ? "[green]unchanged[/]"
                    : status.IsClean ? $"[yellow]{DataStatusJson.Word(status.State)}[/]"
                    : $"[red]{DataStatusJson.Word(status.State)}[/]"),
                new Text(status.Size?.ToString("N0", CultureInfo.InvariantCulture) ?? ""),
                new Text(Cure(status.State)));
        }

        console.Write(table);
    }

    private static string Cure(DatasetState state) => state switch
    {
        DatasetState.Modified => "meant: dotnet build, and commit the pointer; not meant: dvc checkout",
        DatasetState.Deleted => "dvc checkout",
        DatasetState.Missing => "dvc pull",
        DatasetState.NotInCache => "dotnet build",
        DatasetState.Corrupt => "delete it from the cache, then dotnet build or dvc pull",
        DatasetState.NotCompared => "a folder, which mlops does not look into yet: dvc status",
        _ => "",
    };
}
