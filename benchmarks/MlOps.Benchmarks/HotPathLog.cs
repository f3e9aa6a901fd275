using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Benchmarks;

/// <summary>What a logged value costs the training thread, with a real recorder: its ring, its thread, a store on disk.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Close disposes; BenchmarkDotNet calls it.")]
public class HotPathLog
{
    private string _folder = "";
    private Recorder _recorder = null!;
    private Run _run = null!;

    [GlobalSetup]
    public void Open()
    {
        _folder = Directory.CreateTempSubdirectory("mlops-benchmark-").FullName;
        _recorder = new Recorder(new StoreLocation(_folder), ringCapacity: Batch.RingCapacity);
        _run = Run.Begin(_recorder, new TrackedMethod("Benchmarks.HotPathLog"));

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
        if (Run.Current != _run)
        {
            throw new InvalidOperationException("The run did not follow to here: this would measure the stand-in.");
        }

        Log();
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
    public void Log()
    {
        var run = _run;
        for (var step = 0; step < Batch.Size; step++)
        {
            run.Log(Batch.Metric, step, step);
        }
    }

    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public void CurrentLog()
    {
        for (var step = 0; step < Batch.Size; step++)
        {
            Run.Current.Log(Batch.Metric, step, step);
        }
    }
}
