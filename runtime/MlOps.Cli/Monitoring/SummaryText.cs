using System.Globalization;
using MlOps.Monitoring;
using MlOps.Monitoring.Summaries;
using Spectre.Console;
using Table = MlOps.Monitoring.Table;

namespace MlOps.Cli.Monitoring;

/// <summary>What <c>mlops summary</c> shows on a terminal.</summary>
internal static class SummaryText
{
    // Of what goes together only what is worth a look.
    private const int MostPairs = 20;
    private const double LeastCorrelation = 0.3;

    public static void Print(IAnsiConsole console, Table table, DatasetStatistics statistics, IEnumerable<CorrelationMatrix> correlations, IReadOnlyList<CheckResult> checks)
    {
        TextTable.Print(console, "data set", statistics.Metrics.Select(static metric => new[] { metric.Name, CheckOutput.Text(metric.Value) }), "metric", "value");
        var numbers = table.Columns.OfType<NumberColumn>().Select(static column => (column.Name, Statistics: NumberStatistics.Of(column)));
        TextTable.Print(
            console,
            "numbers",
            numbers.Select(static column => (string[])
            [
                column.Name, Whole(column.Statistics.Missing), Whole(column.Statistics.Distinct), CheckOutput.Text(column.Statistics.Mean),
                CheckOutput.Text(column.Statistics.StandardDeviation), CheckOutput.Text(column.Statistics.Minimum),
                CheckOutput.Text(column.Statistics.Median), CheckOutput.Text(column.Statistics.Maximum),
            ]),
            "column",
            "missing",
            "distinct",
            "mean",
            "std",
            "min",
            "median",
            "max");
        var levels = table.Columns.OfType<LevelColumn>().Select(static column => (column.Name, Statistics: LevelStatistics.Of(column)));
        TextTable.Print(
            console,
            "texts",
            levels.Select(static column => (string[])[column.Name, Whole(column.Statistics.Missing), Whole(column.Statistics.Distinct), MostFrequent(column.Statistics)]),
            "column",
            "missing",
            "distinct",
            "most frequent");
        TextTable.Print(
            console,
            "correlations",
            correlations.SelectMany(Pairs).OrderByDescending(static pair => Math.Abs(pair.Value)).Take(MostPairs).Select(static pair => (string[])[pair.First, pair.Second, pair.Kind.ToString(), CheckOutput.Text(pair.Value)]),
            "column",
            "column",
            "kind",
            "value");
        CheckOutput.Print(console, checks);
    }

    private static IEnumerable<(string First, string Second, CorrelationKind Kind, double Value)> Pairs(CorrelationMatrix matrix) =>
        from first in Enumerable.Range(0, matrix.Columns.Count)
        from second in Enumerable.Range(first + 1, matrix.Columns.Count - first - 1)
        let value = matrix[first, second] ?? 0
        where Math.Abs(value) >= LeastCorrelation
        select (matrix.Columns[first], matrix.Columns[second], matrix.Kind, value);

    private static string MostFrequent(LevelStatistics statistics) =>
        string.Join(", ", statistics.Levels.Take(3).Select(static level => string.Create(CultureInfo.InvariantCulture, $"{level.Level} ({level.Count})")));

    private static string Whole(int count) => count.ToString(CultureInfo.InvariantCulture);
}
