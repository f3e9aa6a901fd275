using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Benchmarks;

/// <summary>A run with a real recorder behind it: its ring, its thread, a store on disk.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Close disposes; BenchmarkDotNet calls it.")]
public abstract class RecordedRun
{
    private string _folder = "";
    private Recorder _recorder = null!;

    protected Run Run { get; private set; } = null!;

    [GlobalSetup]
    public void Open()
    {
        Prepare();
        _folder = Directory.CreateTempSubdirectory("mlops-benchmark-").FullName;
        _recorder = new Recorder(new StoreLocation(_folder), ringCapacity: Batch.RingCapacity);
        Run = Run.Begin(_recorder, new TrackedMethod($"Benchmarks.{GetType().Name}"));

        // Every half ring of values wakes the recorder's thread. From here on that always falls into the middle of Drain.
        for (var step = 0; step < Batch.Size + (Batch.Size / 2); step++)
        {
            Run.Log(Batch.Metric, step, step);
        }
    }

    /// <summary>Leaves the ring empty and the recorder's thread asleep, as a training loop finds them most of the time.</summary>
    [IterationSetup]
    public void Drain()
    {
        if (Run.Current != Run)
        {
            throw new InvalidOperationException("The run did not follow to here: this would measure the stand-in.");
        }

        LogBatch();
        _recorder.Flush();
        Batch.Rest();
    }

    [GlobalCleanup]
    public void Close()
    {
        Run.Dispose();
        _recorder.Dispose();
        Directory.Delete(_folder, recursive: true);
        if (_recorder.Waits > 0 || _recorder.Faults.Count > 0)
        {
            throw new InvalidOperationException($"{_recorder.Waits} waits and {_recorder.Faults.Count} faults: this measured something else.");
        }
    }

    /// <summary>What must be so before the run begins.</summary>
    protected virtual void Prepare()
    {
    }

    /// <summary>Logs <see cref="Batch.Size"/> values.</summary>
    protected abstract void LogBatch();
}
