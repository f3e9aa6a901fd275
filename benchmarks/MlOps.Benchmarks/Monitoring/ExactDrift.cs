using System.Diagnostics;
using System.Globalization;
using MlOps.Benchmarks.WholeProcess;
using MlOps.Monitoring;
using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Statistics;

namespace MlOps.Benchmarks.Monitoring;

/// <summary>
/// What Evidently's mode takes: a million rows against a million in a process of their own, the test of Kolmogorov and Smirnov beside two
/// sorts of its numbers, and a small comparison once all is warm.
/// </summary>
internal static class ExactDrift
{
    public const string Name = "monitoring-exact";
    public const string Child = "monitoring-exact-child";

    private const int Rows = 1_000_000;
    private const int Processes = 7;
    private const int Repeats = 15;
    private const int WarmRepeats = 400;

    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(1.5);

    private static readonly DriftOptions Evidently = new() { Mode = DriftMode.Evidently };

    public static int Execute()
    {
        Console.WriteLine("| what | median | least |");
        Console.WriteLine("|---|---|---|");
        var processes = Enumerable.Range(0, Processes).Select(static _ => OfProcess()).ToArray();
        Row("1M rows against 1M, 20 columns, one process: CPU", [.. processes.Select(static process => process.All)], "s", 1);
        Row("  of it drawing the rows", [.. processes.Select(static process => process.Drawing)], "s", 1);

        var random = new SplitMix(1);
        var (reference, current) = (Numbers(ref random), Numbers(ref random));
        var (left, right) = (new double[Rows], new double[Rows]);
        Row("two Array.Sort of 1M numbers", Times(Repeats, Copy, () =>
        {
            Array.Sort(left);
            Array.Sort(right);
        }), "ms", 1e3);
        Row("two DoubleSort of 1M numbers", Times(Repeats, Copy, () =>
        {
            DoubleSort.Sort(left);
            DoubleSort.Sort(right);
        }), "ms", 1e3);
        var tables = (Reference: new Table([new NumberColumn("x", reference)]), Current: new Table([new NumberColumn("x", current)]));
        var ks = Evidently with { Method = "ks" };
        Row("ks of 1M numbers against 1M, sorting and summaries included", Times(Repeats, static () => { }, () => DriftDetector.Compare(tables.Reference, tables.Current, ks)), "ms", 1e3);

        var scene = Scene.All.First(static scene => scene.Columns == 20);
        foreach (var shift in (double[])[0, 0.2, 1])
        {
            var (small, smaller) = (scene.Draw(ref random, 1000, 0), scene.Draw(ref random, 100, shift));
            foreach (var mode in Enum.GetValues<DriftMode>())
            {
                var options = new DriftOptions { Mode = mode };
                var what = string.Create(CultureInfo.InvariantCulture, $"1000 rows against 100, 20 columns, shifted by {shift}: {mode}");
                Row(what, Times(WarmRepeats, static () => { }, () => DriftDetector.Compare(small, smaller, options)), "ms", 1e3);
            }
        }

        return 0;

        void Copy()
        {
            reference.CopyTo(left, 0);
            current.CopyTo(right, 0);
        }
    }

    /// <summary>Draws the rows, compares them, and says what CPU time this process took until here.</summary>
    public static int ExecuteChild()
    {
        var random = new SplitMix(1);
        var scene = Scene.All.First(static scene => scene.Columns == 20);
        var (reference, current) = (scene.Draw(ref random, Rows, 0), scene.Draw(ref random, Rows, 0.05));
        var drawn = Environment.CpuUsage.TotalTime;
        var report = DriftDetector.Compare(reference, current, Evidently);
        var all = Environment.CpuUsage.TotalTime;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.TotalSeconds} {drawn.TotalSeconds} {report.Dataset.Drifted}"));
        return 0;
    }

    private static (double All, double Drawing) OfProcess()
    {
        using var process = OwnProcess.Start(Child);
        var said = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return (double.Parse(said[0], CultureInfo.InvariantCulture), double.Parse(said[1], CultureInfo.InvariantCulture));
    }

    private static double[] Numbers(ref SplitMix random)
    {
        var values = new double[Rows];
        foreach (ref var value in values.AsSpan())
        {
            value = Scene.Gauss(ref random);
        }

        return values;
    }

    private static double[] Times(int repeats, Action prepare, Action work)
    {
        // Long enough for the final code of all that is called.
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Warming;)
        {
            prepare();
            work();
        }

        var times = new double[repeats];
        foreach (ref var time in times.AsSpan())
        {
            prepare();
            var start = Stopwatch.GetTimestamp();
            work();
            time = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return times;
    }

    private static void Row(string what, double[] values, string unit, double scale)
    {
        Array.Sort(values);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {values[values.Length / 2] * scale:0.00} {unit} | {values[0] * scale:0.00} {unit} |"));
    }
}
