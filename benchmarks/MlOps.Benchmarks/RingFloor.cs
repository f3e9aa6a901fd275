using BenchmarkDotNet.Attributes;
using MlOps.Recording;

namespace MlOps.Benchmarks;

/// <summary>The ring alone: a push that any thread may do, beside the bare one that only a single thread may.</summary>
public class RingFloor
{
    private readonly BareRing _bare = new(Batch.RingCapacity);
    private readonly RecordRing _ring = new(Batch.RingCapacity);
    private readonly Run _run = Run.Current;

    [IterationSetup]
    public void Drain()
    {
        BarePush();
        TryPush();
        while (_bare.TryPop(out _) | _ring.TryPop(out _))
        {
        }

        Batch.Rest();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Batch.Size)]
    public long BarePush()
    {
        var positions = 0L;
        for (var step = 0; step < Batch.Size; step++)
        {
            positions |= _bare.TryPush(_run, Batch.Metric, step, step, Environment.TickCount64);
        }

        return Accepted(positions);
    }

    [Benchmark(OperationsPerInvoke = Batch.Size)]
    public long TryPush()
    {
        var positions = 0L;
        for (var step = 0; step < Batch.Size; step++)
        {
            positions |= _ring.TryPush(_run, Batch.Metric, step, step, Environment.TickCount64);
        }

        return Accepted(positions);
    }

    // A refused push answers -1, which leaves its sign behind.
    private static long Accepted(long positions) =>
        positions >= 0 ? positions : throw new InvalidOperationException("The ring was full: this measured waiting, not pushing.");
}
