using System.Diagnostics;
using System.Globalization;
using MlOps.Benchmarks.WholeProcess;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Benchmarks.Silicon;

/// <summary>
/// What sampling adds to the first run of a program, from the call that begins it to the store that has it: whole processes, with and without, in
/// interleaved pairs. A run that is over at once waits for what a longer one has done beside its work.
/// </summary>
internal static class StartUp
{
    public const string Name = "silicon-start";
    public const string Child = "silicon-start-child";

    public static int Execute(string[] arguments)
    {
        var pairs = arguments is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 40;
        Console.WriteLine("| first run of a process, that trains for | without, ms | more, ms: median | mean | 95 % interval |\n|---|---:|---:|---:|---:|");
        foreach (var milliseconds in (int[])[0, 500])
        {
            Measure(pairs, milliseconds);
        }

        return 0;
    }

    private static void Measure(int pairs, int milliseconds)
    {
        var samples = Pairs.Interleaved(pairs, () => Time("full", milliseconds), () => Time("off", milliseconds));
        double[] added = [.. samples.Select(static pair => pair.One - pair.Other).Order()];
        var interval = Interval.Of(added);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {milliseconds} ms | {samples.Average(static pair => pair.Other):0} | {added[pairs / 2]:0.0} | {interval.Mean:0.0} | {interval.Low:0.0} … {interval.High:0.0} |"));
    }

    /// <summary>The child: prints how long its first run took from the first call of ours to the last.</summary>
    public static int ExecuteChild(string[] arguments)
    {
        var training = TimeSpan.FromMilliseconds(int.Parse(arguments[0], CultureInfo.InvariantCulture));
        var folder = Directory.CreateTempSubdirectory("mlops-start-").FullName;
        var begin = Stopwatch.GetTimestamp();
        SiliconSampling.Enable();
        using (var recorder = new Recorder(new StoreLocation(folder)))
        {
            using (var run = Run.Begin(recorder, new TrackedMethod("Benchmarks.StartUp")))
            {
                var start = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(start) < training)
                {
                    Thread.SpinWait(100);
                }

                run.Log("loss", 0.5); // As every run does: writing metrics at all is nothing that sampling adds.
                run.Finish();
            }
        }

        Console.WriteLine(Stopwatch.GetElapsedTime(begin).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static double Time(string silicon, int milliseconds)
    {
        using var process = OwnProcess.Start([KeyValuePair.Create("MLOPS_SILICON", silicon)], Child, milliseconds.ToString(CultureInfo.InvariantCulture));
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(text.Trim(), CultureInfo.InvariantCulture);
    }
}
