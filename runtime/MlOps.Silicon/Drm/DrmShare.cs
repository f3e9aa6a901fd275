using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Drm;

/// <summary>Makes the share of a process, in percent, from two usages in a row.</summary>
internal struct DrmShare
{
    private RateCounter _graphicsTime, _computeTime;
    private Counter _graphicsCycles, _graphicsTotal, _computeCycles, _computeTotal;

    /// <summary>The share of the units that it kept busiest; <see cref="double.NaN"/> while it is not known.</summary>
    public double Percent(in DrmUsage usage, in Moment now)
    {
        var graphics = Percent(usage.Graphics, now, ref _graphicsTime, ref _graphicsCycles, ref _graphicsTotal);
        var compute = Percent(usage.Compute, now, ref _computeTime, ref _computeCycles, ref _computeTotal);
        return double.IsNaN(graphics) ? compute : double.IsNaN(compute) ? graphics : Math.Max(graphics, compute);
    }

    private static double Percent(in DrmEngine engine, in Moment now, ref RateCounter time, ref Counter cycles, ref Counter total)
    {
        var isKnown = cycles.TryAdvance(engine.Cycles, out var worked) & total.TryAdvance(engine.TotalCycles, out var passed);
        var nanoseconds = time.PerSecond(engine.Time, now);
        var share = engine.TotalCycles == 0 ? nanoseconds / 1e9 : isKnown && passed > 0 ? (double)worked / passed : double.NaN;
        return 100 * Math.Min(1, share / Math.Max(1, engine.Capacity));
    }
}
