using MlOps.Monitoring.Tests.Conformance;

namespace MlOps.Monitoring.Tests.Summaries;

/// <summary>Every case of <c>dataset_stats.json</c> and <c>correlation.json</c>.</summary>
public sealed class DatasetConformanceTests
{
    [Fact]
    public void DataSetsHaveEvidentlysNumbers()
    {
        var cases = Recorded.Cases("dataset_stats.json").ToArray();
        Assert.Equal(13, cases.Length);
        foreach (var recorded in cases)
        {
            var statistics = DatasetStatistics.Of(Recorded.Table(recorded.GetProperty("dataset").GetString()!, recorded.GetProperty("part").GetString()!), cancellationToken: TestContext.Current.CancellationToken);
            foreach (var metric in recorded.GetProperty("metrics").EnumerateArray())
            {
                var (name, value) = (metric.GetProperty("config").GetProperty("type").GetString()!, metric.GetProperty("value"));
                if (name == "DatasetMissingValueCount")
                {
                    Assert.Equal(value.GetProperty("count").GetDouble(), statistics.Missing);
                    Recorded.AreAlike(value.GetProperty("share").GetDouble(), statistics.MissingPerRow, name);
                }
                else
                {
                    Assert.Equal((name, value.GetDouble()), (name, Metric(statistics, name)));
                }
            }
        }
    }

    [Fact]
    public void CorrelationsAreEvidentlys()
    {
        var cases = Recorded.Cases("correlation.json").ToArray();
        Assert.Equal(80, cases.Length);
        foreach (var recorded in cases)
        {
            var (dataset, part, kind) = (recorded.GetProperty("dataset").GetString()!, recorded.GetProperty("part").GetString()!, recorded.GetProperty("kind").GetString()!);
            var matrix = CorrelationMatrix.Of(Recorded.Table(dataset, part), Kind(kind), Recorded.Types(dataset), TestContext.Current.CancellationToken);

            // Of a single categorical column Evidently makes an empty matrix.
            var columns = recorded.GetProperty("columns").EnumerateArray().Select(static column => column.GetString()!).ToArray();
            if (columns.Length > 0 || matrix.Columns.Count > 1)
            {
                Assert.Equal(columns, matrix.Columns);
            }

            for (var first = 0; first < columns.Length; first++)
            {
                for (var second = 0; second < columns.Length; second++)
                {
                    Recorded.AreAlike(Recorded.Number(recorded.GetProperty("matrix")[first][second]), matrix[first, second] ?? double.NaN, $"{dataset}/{part} {kind} of {columns[first]} and {columns[second]}");
                }
            }
        }
    }

    private static double Metric(DatasetStatistics statistics, string name) => name switch
    {
        "RowCount" => statistics.Rows,
        "ColumnCount" => statistics.Columns,
        "DuplicatedRowCount" => statistics.DuplicatedRows,
        "DuplicatedColumnsCount" => statistics.DuplicatedColumns.Count,
        "AlmostDuplicatedColumnsCount" => statistics.AlmostDuplicatedColumns.Count,
        "AlmostConstantColumnsCount" => statistics.AlmostConstantColumns.Count,
        "EmptyRowsCount" => statistics.EmptyRows,
        "EmptyColumnsCount" => statistics.EmptyColumns.Count,
        "ConstantColumnsCount" => statistics.ConstantColumns.Count,
        _ => throw new InvalidOperationException($"No test knows {name}."),
    };

    private static CorrelationKind Kind(string name) => name switch
    {
        "pearson" => CorrelationKind.Pearson,
        "spearman" => CorrelationKind.Spearman,
        "kendall" => CorrelationKind.Kendall,
        _ => CorrelationKind.CramerV,
    };
}
