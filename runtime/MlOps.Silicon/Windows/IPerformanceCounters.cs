namespace MlOps.Silicon.Windows;

/// <summary>The performance counters of Windows (PDH); tests stand in for them.</summary>
internal interface IPerformanceCounters : IDisposable
{
    /// <summary>Adds a counter with all its instances, by its English name.</summary>
    /// <returns>What to ask for it with; zero if there is no such counter.</returns>
    nint Add(string path);

    /// <summary>Takes a reading of all counters.</summary>
    bool Collect();

    /// <summary>The instances of a counter as of the last reading; valid until the next call.</summary>
    ReadOnlySpan<CounterItem> Read(nint counter);
}
