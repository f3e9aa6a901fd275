using BenchmarkDotNet.Attributes;
using MlOps.Recording;

namespace MlOps.Benchmarks;

/// <summary>The ring alone: what a push costs that any thread may do, beside one that only a single thread may.</summary>
public class RingFloor
{
    private readonly BareRing _bare = new(Batch.RingCapacity);
    private readonly RecordRing _ring = new(Batch.RingCapacity);
    private readonly Run _run = Run.Current;

    [IterationSetup]
    public void Empty()
    {
        while (_bare.TryPop(out _) || _ring.TryPop(out _))
        {
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Batch.Size)]
    public long BarePush()
    {
        var full = 0L;
        for (var step = 0; step < Batch.Size; step++)
        {
            full |= _bare.TryPush(_run, Batch.Metric, step, step, Environment.TickCount64);
        }

        return Accepted(full);
    }

    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public long TryPush()
    {
        var full = 0L;
        for (var step = 0; step < Batch.Size; step++)
        {
            full |= _ring.TryPush(_run, Batch.Metric, step, step, Environment.TickCount64);
        }

        return Accepted(full);
    }

    // A refused push answers -1, which leaves its sign in the sum.
    private static long Accepted(long positions) =>
        positions >= 0 ? positions : throw new InvalidOperationException("The ring was full: this measured waiting, not pushing.");
}
