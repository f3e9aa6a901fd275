using System.Diagnostics;
using System.Globalization;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Benchmarks.WholeProcess;

/// <summary>
/// What recording costs a training loop: steps of fixed work, calibrated to a millisecond on this machine, each with five values
/// and without, in interleaved pairs. No timers, no sleep: the work is arithmetic that waits for its own last result.
/// </summary>
internal static class StepOverhead
{
    public const string Name = "steps";

    private const int StepsOfAHalf = 500;
    private const int ValuesOfAStep = 5;

    private static readonly string[] s_names = ["loss", "accuracy", "validation/loss", "validation/accuracy", "learning_rate"];

    public static int Execute(string[] arguments)
    {
        var pairs = arguments is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 40;
        var folder = Directory.CreateTempSubdirectory("mlops-steps-").FullName;
        var recorder = new Recorder(new StoreLocation(folder));
        try
        {
            using var run = Run.Begin(recorder, new TrackedMethod("Benchmarks.StepOverhead"));
            var rounds = FixedWork.Calibrate();
            Print(pairs, rounds, Pairs.Interleaved(pairs, () => Half(run, rounds), () => Half(null, rounds)));
            return recorder.Faults.Count == 0 && recorder.Waits == 0 ? 0 : 3;
        }
        finally
        {
            recorder.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Sample Half(Run? run, int rounds)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        var result = 0.5;
        for (var step = 0; step < StepsOfAHalf; step++)
        {
            result = FixedWork.Do(rounds, result);
            for (var value = 0; run is not null && value < ValuesOfAStep; value++)
            {
                run.Log(s_names[value], result, step);
            }
        }

        var wall = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        GC.KeepAlive(result);
        return new Sample(wall.TotalMicroseconds / StepsOfAHalf, (process.TotalProcessorTime - cpu).TotalMicroseconds / StepsOfAHalf);
    }

    private static void Print(int pairs, int rounds, (Sample Recorded, Sample Plain)[] samples)
    {
        var wall = Interval.Of([.. samples.Select(static pair => pair.Recorded.Wall - pair.Plain.Wall)]);
        var percent = Interval.Of([.. samples.Select(static pair => 100 * ((pair.Recorded.Wall / pair.Plain.Wall) - 1))]);
        var cpu = Interval.Of([.. samples.Select(static pair => pair.Recorded.Cpu - pair.Plain.Cpu)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {pairs} interleaved pairs of {StepsOfAHalf} steps of {rounds:N0} multiplications, {samples.Average(static pair => pair.Plain.Wall):0.0} µs a step; {ValuesOfAStep} values a step

            | what | mean | 95 % interval |
            |---|---:|---:|
            | caller, µs a step | {wall.Mean:0.000} | {wall.Low:0.000} … {wall.High:0.000} |
            | caller, % of a step | {percent.Mean:0.000} | {percent.Low:0.000} … {percent.High:0.000} |
            | CPU of the whole process, µs a step (the recording thread included) | {cpu.Mean:0.0} | {cpu.Low:0.0} … {cpu.High:0.0} |
            """));
    }

    private readonly record struct Sample(double Wall, double Cpu);
}
