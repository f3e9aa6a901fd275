using System.Diagnostics;
using System.Globalization;
using System.Text;
using MlOps.Store;

namespace MlOps.Benchmarks.WholeProcess;

/// <summary>
/// Points a second from process start to process exit, everything readable afterwards: a tracked run beside a bare loop of
/// prepared inserts into the same schema, in pairs, one after the other.
/// </summary>
internal static class Durable
{
    public const string Name = "durable";

    private const string Child = "child";

    public static int Execute(string[] arguments) => arguments switch
    {
        [Child, "ours", var points] => Write(DurableChild.Ours, points),
        [Child, "bare", var points] => Write(DurableChild.Bare, points),
        [] => Compare(5_000_000, 3),
        [var points] => Compare(int.Parse(points, CultureInfo.InvariantCulture), 3),
        [var points, var pairs] => Compare(int.Parse(points, CultureInfo.InvariantCulture), int.Parse(pairs, CultureInfo.InvariantCulture)),
        _ => 2,
    };

    private static int Write(Action<int> write, string points)
    {
        write(int.Parse(points, CultureInfo.InvariantCulture));
        return 0;
    }

    private static int Compare(int points, int pairs)
    {
        var table = new StringBuilder($"| {points:N0} points | ours, points/s | bare, points/s | ours ÷ bare | peak memory ours, MiB | bare, MiB | over bare, MiB |\n|---|---:|---:|---:|---:|---:|---:|\n");
        for (var pair = 1; pair <= pairs; pair++)
        {
            // Whoever goes first finds a colder disk: the order changes from pair to pair.
            var (first, second) = pair % 2 == 1 ? ("ours", "bare") : ("bare", "ours");
            var results = new Dictionary<string, (double PerSecond, double MiB)>(StringComparer.Ordinal)
            {
                [first] = Measure(first, points),
                [second] = Measure(second, points),
            };
            var (ours, bare) = (results["ours"], results["bare"]);
            table.Append(CultureInfo.InvariantCulture, $"| pair {pair} | {ours.PerSecond:N0} | {bare.PerSecond:N0} | {ours.PerSecond / bare.PerSecond:0.00} | {ours.MiB:0} | {bare.MiB:0} | {ours.MiB - bare.MiB:0} |\n");
        }

        Console.Write(table);
        return 0;
    }

    private static (double PerSecond, double MiB) Measure(string who, int points)
    {
        var folder = Directory.CreateTempSubdirectory("mlops-durable-").FullName;
        try
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { Environment = { ["MLOPS_HOME"] = folder } };
            foreach (var argument in (string[])[Name, Child, who, points.ToString(CultureInfo.InvariantCulture)])
            {
                start.ArgumentList.Add(argument);
            }

            var watch = Stopwatch.StartNew();
            using var process = Process.Start(start)!;
            var peak = PeakMemory.Watch(process);
            watch.Stop();
            if (process.ExitCode != 0 || CountOf(new StoreLocation(folder)) != points)
            {
                throw new InvalidOperationException($"'{who}' exited with {process.ExitCode} and left {CountOf(new StoreLocation(folder))} of {points} points.");
            }

            return (points / watch.Elapsed.TotalSeconds, peak / (1024.0 * 1024.0));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static long CountOf(StoreLocation location)
    {
        using var connection = StoreConnection.OpenToRead(location);
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM metrics";
        return (long)count.ExecuteScalar()!;
    }
}
