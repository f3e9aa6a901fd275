using System.Diagnostics;
using System.Globalization;
using MlOps.Benchmarks.WholeProcess;
using MlOps.MLflow;
using MlOps.MLflow.Delivery;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Benchmarks.Mlflow;

/// <summary>
/// What delivery costs a training loop: steps of fixed work, a millisecond each, one value a step, with a server that is quick, slow, or not
/// there, beside the same steps without any tracking, in interleaved pairs.
/// </summary>
internal static class DeliveredSteps
{
    public const string Name = "mlflow-steps";

    private const int StepsOfAHalf = 2000;

    // Nobody listens there.
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9");

    public static int Execute(string[] arguments)
    {
        var pairs = arguments is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 30;
        var rounds = FixedWork.Calibrate();
        Console.WriteLine($"{pairs} interleaved pairs of {StepsOfAHalf} steps of {rounds:N0} multiplications, a value a step\n");
        Console.WriteLine("| server | of Log: median, ns | mean, ns | caller, % of a step | 95 % interval | CPU of the process, % of a core | delivered |\n|---|---:|---:|---:|---:|---:|---:|");
        var (live, liveUri) = SinkServer.Start(delay: 1);
        var (slow, slowUri) = SinkServer.Start(delay: 500);
        try
        {
            Measure("live", liveUri, pairs, rounds);
            Measure("slow (500 ms an answer)", slowUri, pairs, rounds);
            Measure("dead", s_nowhere, pairs, rounds);
            return 0;
        }
        finally
        {
            live.Kill();
            slow.Kill();
        }
    }

    private static void Measure(string server, Uri uri, int pairs, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("mlops-steps-").FullName;
        using var worker = new DeliveryWorker(
            new MlflowOptions { TrackingUri = uri.AbsoluteUri }, new MlflowDeliveryOptions { ExitPatience = TimeSpan.FromSeconds(1) }, static _ => { });
        var recorder = new Recorder(new StoreLocation(folder), delivery: worker);
        try
        {
            using (var run = Run.Start(recorder, "steps", "bench"))
            {
                var samples = Pairs.Interleaved(pairs, () => Half(run, rounds), () => Half(null, rounds));
                var percent = Interval.Of([.. samples.Select(static pair => 100 * ((pair.One.Wall / pair.Other.Wall) - 1))]);
                var cpu = samples.Average(static pair => 100 * (pair.One.Cpu - pair.Other.Cpu));
                var calls = samples.SelectMany(static pair => pair.One.Calls).Order().ToArray();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {server} | {calls[calls.Length / 2]:0} | {calls.Average():0} | {percent.Mean:0.000} | {percent.Low:0.000} … {percent.High:0.000} | {cpu:0.00} | {Delivered(folder, worker):0} % |"));
            }
        }
        finally
        {
            recorder.Dispose();
            worker.Finish();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Delivered(string folder, DeliveryWorker worker)
    {
        using var outbox = new Outbox(new StoreLocation(folder), worker.Destination);
        var run = outbox.Pending().Single();
        return 100.0 * run.MetricCount / (run.MetricCount + outbox.CountNewMetrics(run.RunId, run.LastMetric));
    }

    private static Sample Half(Run? run, int rounds)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var calls = new double[run is null ? 0 : StepsOfAHalf];
        var start = Stopwatch.GetTimestamp();
        var result = 0.5;
        for (var step = 0; step < StepsOfAHalf; step++)
        {
            result = FixedWork.Do(rounds, result);
            if (run is not null)
            {
                var call = Stopwatch.GetTimestamp();
                run.Log("loss", result, step);
                calls[step] = Stopwatch.GetElapsedTime(call).TotalNanoseconds;
            }
        }

        var wall = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        GC.KeepAlive(result);
        return new Sample(wall.TotalMicroseconds / StepsOfAHalf, (process.TotalProcessorTime - cpu) / wall, calls);
    }

    private readonly record struct Sample(double Wall, double Cpu, double[] Calls);
}
