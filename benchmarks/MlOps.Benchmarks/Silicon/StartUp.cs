using System.Diagnostics;
using System.Globalization;
using MlOps.Benchmarks.WholeProcess;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Benchmarks.Silicon;

/// <summary>What sampling adds to a program that does nothing but begin a run and end it: whole processes, with and without, in interleaved pairs.</summary>
internal static class StartUp
{
    public const string Name = "silicon-start";
    public const string Child = "silicon-start-child";

    public static int Execute(string[] arguments)
    {
        var pairs = arguments is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 40;
        Time("off");
        Time("full");
        var samples = new List<(double Sampled, double Plain)>();
        for (var pair = 0; pair < pairs; pair++)
        {
            if (pair % 2 == 0)
            {
                var sampled = Time("full");
                samples.Add((sampled, Time("off")));
            }
            else
            {
                var plain = Time("off");
                samples.Add((Time("full"), plain));
            }
        }

        double[] added = [.. samples.Select(static pair => pair.Sampled - pair.Plain).Order()];
        var interval = Interval.Of(added);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {pairs} interleaved pairs of processes, {samples.Average(static pair => pair.Plain):0} ms without

            | what | median | mean | 95 % interval |
            |---|---:|---:|---:|
            | begin and end of the first run of a process, ms more | {added[pairs / 2]:0.0} | {interval.Mean:0.0} | {interval.Low:0.0} … {interval.High:0.0} |
            """));
        return 0;
    }

    /// <summary>The child: prints how long its first run took from the first call of ours to the last.</summary>
    public static int ExecuteChild()
    {
        var folder = Directory.CreateTempSubdirectory("mlops-start-").FullName;
        var begin = Stopwatch.GetTimestamp();
        SiliconSampling.Enable();
        using (var recorder = new Recorder(new StoreLocation(folder)))
        {
            using (var run = Run.Begin(recorder, new TrackedMethod("Benchmarks.StartUp")))
            {
                run.Finish();
            }
        }

        Console.WriteLine(Stopwatch.GetElapsedTime(begin).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static double Time(string silicon)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Environment.GetCommandLineArgs()[0] is var program && program.EndsWith(".dll", StringComparison.Ordinal) ? new[] { program } : [], Child])
        {
            RedirectStandardOutput = true,
        };
        if (!Path.GetFileNameWithoutExtension(Environment.ProcessPath!).Equals("dotnet", StringComparison.Ordinal))
        {
            start.ArgumentList.Clear();
            start.ArgumentList.Add(Child);
        }

        start.Environment["MLOPS_SILICON"] = silicon;
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(text.Trim(), CultureInfo.InvariantCulture);
    }
}
