using System.Diagnostics;
using System.Globalization;
using MlOps.Monitoring;
using MlOps.Monitoring.Embeddings;
using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Summaries;

namespace MlOps.Benchmarks.Monitoring;

/// <summary>What summaries, correlations and qualities take, on one million rows where nothing else is said.</summary>
internal static class QualityCost
{
    public const string Name = "monitoring-quality";

    private const int Rows = 1_000_000;
    private const int Repeats = 7;

    public static int Execute()
    {
        var random = new SplitMix(1);
        var (x, y) = (Numbers("x", ref random, Rows), Numbers("y", ref random, Rows));
        var levels = Levels("kind", ref random, 20);
        var (target, prediction) = (Levels("target", ref random, 3), Levels("prediction", ref random, 3));
        var scores = new NumberColumn("p", Array.ConvertAll(x.Values.ToArray(), static value => 1 / (1 + Math.Exp(-value))));
        var two = Levels("truth", ref random, 2);
        var small = new Table([Numbers("a", ref random, 100_000), Numbers("b", ref random, 100_000)]);

        Console.WriteLine("| what | median |");
        Console.WriteLine("|---|---|");
        Whole("statistics of a column of numbers", () => NumberStatistics.Of(x));
        Whole("the same, sorting alone (Array.Sort)", () => Sorted(x));
        Whole("statistics of a column of 20 levels", () => LevelStatistics.Of(levels));
        Whole("statistics of a data set of 3 columns, repeated rows among them", () => DatasetStatistics.Of(new Table([x, y, levels])));
        Whole("Kendall's tau of 100,000 rows", () => CorrelationMatrix.Of(small, CorrelationKind.Kendall));
        Whole("Spearman's correlation of 100,000 rows", () => CorrelationMatrix.Of(small, CorrelationKind.Spearman));
        Whole("classification by labels, 3 of them", () => ClassificationQuality.OfLabels(target, prediction));
        Whole("classification by a probability, ROC AUC and log-loss among it", () => ClassificationQuality.OfProbability(two, scores));
        Whole("regression", () => RegressionQuality.Of(x, y));
        Whole("embeddings, 500 against 500 of 384 components", () => EmbeddingDrift.Compare(Vectors(1), Vectors(2)));
        return 0;
    }

    private static double[] Sorted(NumberColumn column)
    {
        var values = column.Values.ToArray();
        Array.Sort(values);
        return values;
    }

    private static NumberColumn Numbers(string name, ref SplitMix random, int rows)
    {
        var values = new double[rows];
        foreach (ref var value in values.AsSpan())
        {
            value = Scene.Gauss(ref random);
        }

        return new NumberColumn(name, values);
    }

    private static LevelColumn Levels(string name, ref SplitMix random, int count)
    {
        var codes = new int[Rows];
        foreach (ref var code in codes.AsSpan())
        {
            code = random.Next(count);
        }

        return new LevelColumn(name, codes, [.. Enumerable.Range(0, count).Select(static level => $"level {level}")]);
    }

    private static EmbeddingSet Vectors(ulong seed)
    {
        var random = new SplitMix(seed);
        var values = new float[500 * 384];
        foreach (ref var value in values.AsSpan())
        {
            value = (float)Scene.Gauss(ref random);
        }

        return new EmbeddingSet(values, 384);
    }

    private static void Whole(string what, Func<object> work)
    {
        var times = new double[Repeats];
        for (var i = -2; i < Repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            GC.KeepAlive(work());
            times[Math.Max(i, 0)] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {times[Repeats / 2]:0} ms |"));
    }
}
