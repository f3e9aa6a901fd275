using Spectre.Console;

namespace MlOps.Cli;

/// <summary>A table with a title above it; nothing at all when it has no rows.</summary>
internal static class TextTable
{
    public static void Print(IAnsiConsole console, string title, IEnumerable<string[]> rows, params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(columns);
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(static cell => new Text(TerminalText.Of(cell)))]);
        }

        if (table.Rows.Count > 0)
        {
            console.MarkupLineInterpolated($"\n[bold]{title}[/]");
            console.Write(table);
        }
    }
}
