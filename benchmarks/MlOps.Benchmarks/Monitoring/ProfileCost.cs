using System.Diagnostics;
using System.Globalization;
using MlOps.Monitoring;
using MlOps.Monitoring.Profiles;

namespace MlOps.Benchmarks.Monitoring;

/// <summary>What profiling costs a value, how large profiles are, and what a comparison takes once all is warm.</summary>
internal static class ProfileCost
{
    public const string Name = "monitoring-profiles";

    private const int Rows = 1_000_000;
    private const int Block = 4096;
    private const int Repeats = 15;

    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(1.5);

    public static int Execute()
    {
        var random = new SplitMix(1);
        var scene = Scene.All.First(static scene => scene.Columns == 20);
        var normals = Numbers(ref random, static (ref random) => Scene.Gauss(ref random));
        var whole = Numbers(ref random, static (ref random) => random.Next(100));
        var money = Numbers(ref random, static (ref random) => random.Next(100_000) / 100.0);
        var levels = Enumerable.Range(0, 20).Select(static level => $"level {level}").ToArray();
        var texts = Enumerable.Range(0, Rows).Select(i => levels[(int)(normals[i] * 1000) & 15]).ToArray();
        var ids = Enumerable.Range(0, Rows).Select(static i => string.Create(CultureInfo.InvariantCulture, $"user-{i}")).ToArray();

        Console.WriteLine("| what | median | size of the profile |");
        Console.WriteLine("|---|---|---|");
        Value("normal numbers", () => Profile(normals));
        Value("whole numbers, 100 different", () => Profile(whole));
        Value("numbers, 100,000 different", () => Profile(money));
        Value("levels, 16 different", () => Profile(texts));
        Value("levels, all different", () => Profile(ids));

        var (reference, current) = (scene.Draw(ref random, 1000, 0), scene.Draw(ref random, 100, 0));
        Whole("1000 rows against 100, 20 columns", 200, () => DriftDetector.Compare(reference, current));
        var (numbers, others) = (DatasetProfile.Of(new Table([new NumberColumn("x", normals)])), DatasetProfile.Of(new Table([new NumberColumn("x", money)])));
        Whole("profiles of 1M rows, 1 column", 200, () => DriftDetector.Compare(numbers, others));
        return 0;
    }

    private delegate double Drawn(ref SplitMix random);

    private static double[] Numbers(ref SplitMix random, Drawn draw)
    {
        var values = new double[Rows];
        foreach (ref var value in values.AsSpan())
        {
            value = draw(ref random);
        }

        return values;
    }

    private static NumberProfile Profile(double[] values)
    {
        var profile = new NumberProfile("x");
        for (var at = 0; at < values.Length; at += Block)
        {
            profile.Add(values.AsSpan(at, Math.Min(Block, values.Length - at)));
        }

        return profile;
    }

    private static LevelProfile Profile(string[] values)
    {
        var profile = new LevelProfile("x");
        foreach (var value in values)
        {
            profile.Add(value.AsSpan());
        }

        return profile;
    }

    private static void Value(string what, Func<ColumnProfile> profile)
    {
        var size = new DatasetProfile([profile()]).ToBytes().Length;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what}, 1M | {Median(Repeats, profile) * 1e9 / Rows:0.0} ns a value | {size / 1024.0:0.0} KiB |"));
    }

    private static void Whole(string what, int repeats, Func<object> work) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {Median(repeats, work) * 1e6:0} µs | |"));

    private static double Median(int repeats, Func<object> work)
    {
        // Long enough for the final code of all that is called.
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Warm;)
        {
            GC.KeepAlive(work());
        }

        var times = new double[repeats];
        foreach (ref var time in times.AsSpan())
        {
            var start = Stopwatch.GetTimestamp();
            GC.KeepAlive(work());
            time = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        Array.Sort(times);
        return times[repeats / 2];
    }
}
