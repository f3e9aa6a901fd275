using System.Diagnostics;
using System.Globalization;
using MlOps.Benchmarks.WholeProcess;
using MlOps.Recording;
using MlOps.Silicon;
using MlOps.Silicon.Runs;
using MlOps.Silicon.Sampling;
using MlOps.Store;

namespace MlOps.Benchmarks.Silicon;

/// <summary>What sampling costs a training loop: steps of fixed work, a millisecond each, in a run that is sampled and in one that is not, in interleaved pairs.</summary>
internal static class SampledSteps
{
    public const string Name = "silicon-steps";

    private const int StepsOfAHalf = 5000; // Five seconds: dense sampling and the second at a time.

    public static int Execute(string[] arguments)
    {
        var pairs = arguments is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 30;
        var folder = Directory.CreateTempSubdirectory("mlops-silicon-").FullName;
        var recorder = new Recorder(new StoreLocation(folder));
        var sampler = new SiliconSampler(Sources.Of(SiliconDetail.Full));
        var sampling = new RunSampling(sampler, static () => Task.FromResult(SiliconInfo.Current));
        try
        {
            var rounds = FixedWork.Calibrate();
            var samples = Pairs.Interleaved(pairs, () => Half(recorder, sampling, rounds), () => Half(recorder, null, rounds));
            var percent = Interval.Of([.. samples.Select(static pair => 100 * ((pair.One.Wall / pair.Other.Wall) - 1))]);
            var threads = samples.Average(static pair => pair.One.Sampling) * 100;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                {pairs} interleaved pairs of {StepsOfAHalf} steps, {samples.Average(static pair => pair.Other.Wall):0.0} µs a step

                | what | mean | 95 % interval |
                |---|---:|---:|
                | caller, % of a step | {percent.Mean:0.000} | {percent.Low:0.000} … {percent.High:0.000} |
                | threads of sampling, % of one core | {threads:0.0000} | |
                """));
            return recorder.Faults.Count == 0 ? 0 : 3;
        }
        finally
        {
            sampler.Dispose();
            recorder.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Sample Half(Recorder recorder, RunSampling? sampling, int rounds)
    {
        RunObserver.Watcher = sampling;
        using var run = Run.Begin(recorder, new TrackedMethod("Benchmarks.SampledSteps"));
        var threads = SamplerLoad.Threads().Values.Sum();
        var start = Stopwatch.GetTimestamp();
        var result = 0.5;
        for (var step = 0; step < StepsOfAHalf; step++)
        {
            result = FixedWork.Do(rounds, result);
        }

        var wall = Stopwatch.GetElapsedTime(start);
        GC.KeepAlive(result);
        return new Sample(wall.TotalMicroseconds / StepsOfAHalf, (SamplerLoad.Threads().Values.Sum() - threads) / wall.TotalNanoseconds);
    }

    private readonly record struct Sample(double Wall, double Sampling);
}
