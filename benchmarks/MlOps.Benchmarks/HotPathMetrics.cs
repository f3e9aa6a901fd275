using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Benchmarks;

/// <summary>What a value of a <c>[Metrics]</c> type costs the training thread: rows of four, with the writer that the build generates.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Close disposes; BenchmarkDotNet calls it.")]
public class HotPathMetrics
{
    private const int ValuesOfARow = 4;

    private string _folder = "";
    private Recorder _recorder = null!;
    private Run _run = null!;

    [GlobalSetup]
    public void Open()
    {
        MetricsOf<Epoch>.Register(ValuesOfARow, static (in Epoch values, ref MetricsRow row) =>
        {
            row.Add("loss", values.Loss);
            row.Add("accuracy", values.Accuracy);
            row.Add("validation_loss", values.ValidationLoss);
            row.Add("validation_accuracy", values.ValidationAccuracy);
        });
        _folder = Directory.CreateTempSubdirectory("mlops-benchmark-").FullName;
        _recorder = new Recorder(new StoreLocation(_folder), ringCapacity: Batch.RingCapacity);
        _run = Run.Begin(_recorder, new TrackedMethod("Benchmarks.HotPathMetrics"));

        // Every half ring of values wakes the recorder's thread. From here on that always falls into the middle of Drain.
        for (var step = 0; step < Batch.Size + (Batch.Size / 2); step++)
        {
            _run.Log(Batch.Metric, step, step);
        }
    }

    /// <summary>Leaves the ring empty and the recorder's thread asleep, as a training loop finds them most of the time.</summary>
    [IterationSetup]
    public void Drain()
    {
        LogRow();
        _recorder.Flush();
        Batch.Rest();
    }

    [GlobalCleanup]
    public void Close()
    {
        _run.Dispose();
        _recorder.Dispose();
        Directory.Delete(_folder, recursive: true);
        if (_recorder.Waits > 0 || _recorder.Faults.Count > 0)
        {
            throw new InvalidOperationException($"{_recorder.Waits} waits and {_recorder.Faults.Count} faults: this measured something else.");
        }
    }

    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public void LogRow()
    {
        var run = _run;
        for (var step = 0; step < Batch.Size / ValuesOfARow; step++)
        {
            run.Log(new Epoch(step, step, step, step), step);
        }
    }

    private readonly record struct Epoch(double Loss, double Accuracy, double ValidationLoss, double ValidationAccuracy);
}
