using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Dotnet;

/// <summary>What the runtime of this process does: collections, the heap, allocation, the thread pool.</summary>
internal sealed class RuntimeSampler : ISampler
{
    private readonly int[] _collections = new int[3];
    private readonly int[] _told = new int[3];
    private RateCounter _allocated;
    private int _pause;
    private int _heap;
    private int _allocation;
    private int _queue;
    private int _threads;
    private int _contention;

    public string Name => ".NET runtime";

    public string? Probe(MetricTable table)
    {
        // The meter System.Runtime publishes all of these already, under OpenTelemetry's names.
        for (var generation = 0; generation < _collections.Length; generation++)
        {
            _collections[generation] = table.Add($"dotnet_gc_gen{generation}_collections", MetricKind.Total);
        }

        _pause = table.Add("dotnet_gc_pause_milliseconds", MetricKind.Total);
        _heap = table.Add("dotnet_heap_megabytes");
        _allocation = table.Add("dotnet_allocation_megabytes_per_second");
        _queue = table.Add("dotnet_thread_pool_queue");
        _threads = table.Add("dotnet_thread_pool_threads");
        _contention = table.Add("dotnet_lock_contentions", MetricKind.Total);
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        // GC.CollectionCount counts those of older generations along. One may run between two of these lines: a total must not fall for it.
        int second = GC.CollectionCount(2), first = GC.CollectionCount(1);
        Tell(0, GC.CollectionCount(0) - first, values);
        Tell(1, first - second, values);
        Tell(2, second, values);
        values.Set(_pause, GC.GetTotalPauseDuration().TotalMilliseconds);
        values.Set(_heap, GC.GetTotalMemory(forceFullCollection: false) / 1e6);
        values.Set(_allocation, _allocated.PerSecond((ulong)GC.GetTotalAllocatedBytes(), now) / 1e6);
        values.Set(_queue, ThreadPool.PendingWorkItemCount);
        values.Set(_threads, ThreadPool.ThreadCount);
        values.Set(_contention, Monitor.LockContentionCount);
    }

    public void Dispose()
    {
    }

    private void Tell(int generation, int collections, Span<double> values)
    {
        _told[generation] = Math.Max(_told[generation], collections);
        values.Set(_collections[generation], _told[generation]);
    }
}
