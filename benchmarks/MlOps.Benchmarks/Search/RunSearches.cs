using System.Diagnostics;
using System.Globalization;
using System.Text;
using MlOps.Search;
using MlOps.Store;

namespace MlOps.Benchmarks.Search;

/// <summary>How long ten searches take, in process, on a store of many runs, and what the indexes cost.</summary>
internal static class RunSearches
{
    public const string Name = "run-search";

    private const int Rounds = 30;

    // What people ask for; limit 100. The filter, the order, the experiment.
    private static readonly (string What, string Filter, string[] Order, string[] Experiments)[] s_searches =
    [
        ("the newest runs", "", [], []),
        ("the best runs", "metrics.accuracy > 0.95", ["metrics.accuracy DESC"], []),
        ("good in two metrics", "metrics.accuracy > 0.9 AND metrics.f1 > 0.88", [], []),
        ("two params", "params.optimizer = 'sgd' AND params.lr = '0.01'", [], []),
        ("a team's failures", "tags.team = 'vision' AND attributes.status = 'FAILED'", [], []),
        ("of one commit", "tags.mlflow.source.git.commit = 'commit-777'", [], []),
        ("by the beginning of the name", "attributes.run_name LIKE 'sweep-17%' AND metrics.loss < 0.5", [], []),
        ("with some data, good enough", "datasets.digest = 'digest-7' AND metrics.accuracy > 0.8", ["metrics.loss ASC"], []),
        ("an experiment's last month, the best first", "attributes.start_time > 1728900000000 AND params.optimizer = 'adam'", ["metrics.accuracy DESC"], ["experiment-3"]),
        ("four conditions, none rare", "params.optimizer = 'sgd' AND params.batch_size = '512' AND tags.team = 'speech' AND metrics.accuracy > 0.9", [], []),
    ];

    public static int Execute(string[] arguments)
    {
        var runs = arguments is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 100_000;
        var kept = arguments is [_, var named, ..] ? named : null;
        var location = new StoreLocation(kept ?? Directory.CreateTempSubdirectory("mlops-search-").FullName);
        try
        {
            var filling = Stopwatch.StartNew();
            if (!File.Exists(location.DatabasePath))
            {
                SearchedStore.Fill(location, runs);
            }

            var size = new FileInfo(location.DatabasePath).Length / (1024.0 * 1024.0);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs:N0} runs × {SearchedStore.Params} params × {SearchedStore.Metrics} metrics, {size:N0} MiB, filled in {filling.Elapsed.TotalSeconds:0} s; {Rounds} rounds, limit 100\n"));
            Console.Write(Measure(location));
            Console.Write(Cost());
            return 0;
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(location.Folder, recursive: true);
            }
        }
    }

    private static string Measure(StoreLocation location)
    {
        var times = s_searches.Select(static _ => new List<double>()).ToArray();
        var found = new int[s_searches.Length];
        var first = new double[s_searches.Length];
        using var search = RunSearch.Open(location);
        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < s_searches.Length; i++)
            {
                var (_, filter, order, experiments) = s_searches[i];
                var start = Stopwatch.GetTimestamp();
                found[i] = search.Find(filter, new RunSearchOptions { OrderBy = order, Experiments = experiments, Limit = 100 }).Runs.Count;
                var took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (round == 0)
                {
                    first[i] = took;
                }
                else
                {
                    times[i].Add(took);
                }
            }
        }

        var table = new StringBuilder("| search | filter | found | first time, ms | median, ms | p95, ms |\n|---|---|---:|---:|---:|---:|\n");
        for (var i = 0; i < s_searches.Length; i++)
        {
            var (what, filter, order, experiments) = s_searches[i];
            var text = string.Join("; ", new[] { filter.Length > 0 ? $"`{filter}`" : "", order.Length > 0 ? $"by `{order[0]}`" : "", string.Join(", ", experiments) }.Where(static part => part.Length > 0));
            table.Append(CultureInfo.InvariantCulture, $"| {what} | {text} | {found[i]} | {first[i]:0.0} | {Percentile(times[i], 0.5):0.0} | {Percentile(times[i], 0.95):0.0} |\n");
        }

        double[] all = [.. times.SelectMany(static list => list)];
        return table.Append(CultureInfo.InvariantCulture, $"| **all** | | | {first.Max():0.0} at most | {Percentile(all, 0.5):0.0} | **{Percentile(all, 0.95):0.0}** |\n").ToString();
    }

    /// <summary>What the indexes cost whoever writes runs: the same store filled with and without them, in pairs.</summary>
    private static string Cost()
    {
        const int Runs = 5_000;
        var table = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"\n| {Runs:N0} runs written | with indexes, µs a run | without | ratio | MiB with | without |\n|---|---:|---:|---:|---:|---:|\n"));
        for (var pair = 1; pair <= 3; pair++)
        {
            var (with, without) = pair % 2 == 1 ? (Fill(Runs, hasIndexes: true), Fill(Runs, hasIndexes: false)) : Swap(Fill(Runs, hasIndexes: false), Fill(Runs, hasIndexes: true));
            table.Append(CultureInfo.InvariantCulture, $"| pair {pair} | {with.Microseconds:0} | {without.Microseconds:0} | {with.Microseconds / without.Microseconds:0.00} | {with.MiB:0} | {without.MiB:0} |\n");
        }

        return table.ToString();

        static ((double Microseconds, double MiB), (double Microseconds, double MiB)) Swap((double Microseconds, double MiB) one, (double Microseconds, double MiB) other) => (other, one);
    }

    private static (double Microseconds, double MiB) Fill(int runs, bool hasIndexes)
    {
        var location = new StoreLocation(Directory.CreateTempSubdirectory("mlops-search-").FullName);
        try
        {
            var start = Stopwatch.GetTimestamp();
            SearchedStore.Fill(location, runs, hasIndexes);
            return (Stopwatch.GetElapsedTime(start).TotalMicroseconds / runs, new FileInfo(location.DatabasePath).Length / (1024.0 * 1024.0));
        }
        finally
        {
            Directory.Delete(location.Folder, recursive: true);
        }
    }

    private static double Percentile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
