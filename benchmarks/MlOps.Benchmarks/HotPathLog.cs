using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Benchmarks;

/// <summary>What a training loop pays for a logged value, with a real recorder: its thread, its ring and a store on disk.</summary>
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
    }

    /// <summary>Writes the last batch into the store, here and not while the next one is measured.</summary>
    [IterationSetup]
    public void Drain()
    {
        if (Run.Current != _run)
        {
            throw new InvalidOperationException("The run did not follow to here: Current would measure the stand-in.");
        }

        _recorder.Flush();
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
