using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>What processors did since the system started, in ticks of a hundredth of a second: a line of <c>/proc/stat</c>.</summary>
/// <param name="Total">All of it.</param>
/// <param name="Busy">Neither idle nor waiting for a disk.</param>
/// <param name="Stolen">Taken by the host for others, on a virtual machine.</param>
internal readonly record struct CpuTimes(ulong Total, ulong Busy, ulong Stolen)
{
    /// <summary>Reads the numbers of a line: user nice system idle iowait irq softirq steal guest guest_nice. Guests are part of user and nice.</summary>
    /// <param name="line">The line, behind its name.</param>
    /// <param name="times">The times.</param>
    /// <returns><see langword="false"/> if the line is not of this kind.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, out CpuTimes times)
    {
        Span<ulong> ticks = stackalloc ulong[8];
        ticks.Clear();
        var count = 0;
        while (count < ticks.Length && Digits.TryTake(ref line, out ticks[count]))
        {
            count++;
        }

        ulong total = 0;
        foreach (var part in ticks)
        {
            total += part;
        }

        times = new CpuTimes(total, total - ticks[3] - ticks[4], ticks[7]);
        return count >= 4;
    }
}

/// <summary>Turns two readings of processor times into percent.</summary>
internal struct CpuUsage
{
    private CpuTimes _last;

    /// <summary>The share of time that was busy since the last reading, and that was stolen; <see cref="double.NaN"/> while that is not known.</summary>
    public (double Busy, double Stolen) Percent(in CpuTimes times, in Moment now)
    {
        // Numbers of idle time go back at times; a host that stops counts nothing for a while.
        var total = (double)times.Total - _last.Total;
        var result = _last.Total == 0 || total <= 0 || now.IsAfterGap
            ? (double.NaN, double.NaN)
            : (Share(times.Busy, _last.Busy), Share(times.Stolen, _last.Stolen));
        _last = times;
        return result;

        double Share(ulong now, ulong before) => Math.Clamp(((double)now - before) / total * 100, 0, 100);
    }
}
