using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Apple;

/// <summary>
/// Power and energy of one part of the chip. Drivers refresh most energy counters when it suits them, every 18 to 1,725 milliseconds seen:
/// a counter that has not moved is not 0 W but has nothing new to tell, and what it then tells is of all the time since it last moved.
/// </summary>
/// <param name="canRest">Whether the part can really use nothing, such as the Neural Engine; no CPU can.</param>
internal sealed class EnergyMeter(bool canRest)
{
    /// <summary>How long the last figure stands while there is nothing new, seconds.</summary>
    public const double Hold = 3;

    private readonly List<(int Channel, double Scale)> _channels = [];
    private double _quietSince = double.NaN;
    private double _publishedAt = double.NaN;
    private bool _isClocked;

    /// <summary>Mean power over the last time that the counters tell of; <see cref="double.NaN"/> if it is not known.</summary>
    public double Watts { get; private set; } = double.NaN;

    /// <summary>The energy since the beginning.</summary>
    public double Joules { get; private set; }

    /// <summary>What the last reading added.</summary>
    public double Added { get; private set; }

    /// <summary>Whether the counters have stood still for longer than they ever do when they work.</summary>
    public bool IsStalled { get; private set; }

    public bool HasChannels => _channels.Count > 0;

    /// <summary>Adds a channel if its unit is one of energy.</summary>
    public void Add(int channel, string unit)
    {
        var scale = unit.Trim() switch
        {
            "J" => 1,
            "mJ" => 1e-3,
            "uJ" or "µJ" or "μJ" => 1e-6, // The sign for micro and the Greek letter look alike.
            "nJ" => 1e-9,
            "pJ" => 1e-12,
            _ => 0,
        };
        if (scale > 0)
        {
            _channels.Add((channel, scale));
        }
    }

    /// <summary>Notes where the counters stand before the first reading.</summary>
    public void Begin(IIoReport report) => _publishedAt = PublishedAt(report);

    /// <summary>Takes a reading.</summary>
    /// <param name="report">The counters.</param>
    /// <param name="now">When.</param>
    /// <param name="isRefreshed">Whether counters that are refreshed together with these have moved.</param>
    public void Advance(IIoReport report, in Moment now, bool isRefreshed = false)
    {
        Added = 0;
        foreach (var (channel, scale) in _channels)
        {
            Added += Math.Max(0, report.Value(channel)) * scale; // Less than nothing: the counter was set anew.
        }

        Joules += Added;
        var hasMoved = Added > 0 || (canRest && isRefreshed);
        if (hasMoved || now.IsAfterGap)
        {
            var publishedAt = PublishedAt(report);
            Watts = now.IsAfterGap ? double.NaN : Added / Span(now, publishedAt);
            _publishedAt = publishedAt;
            _quietSince = now.Seconds;
            _isClocked = true;
        }
        else if (double.IsNaN(_quietSince))
        {
            _quietSince = now.Seconds;
        }

        IsStalled = now.Seconds - _quietSince > Hold;
        Watts = IsStalled ? double.NaN : Watts;
    }

    // By the drivers' own clock if they tell it: sampled from outside, a span may be wrong by a whole refresh.
    private double Span(in Moment now, double publishedAt)
    {
        var seen = _isClocked ? now.Seconds - _quietSince : double.NaN;
        var told = publishedAt - _publishedAt;
        return told > 0 && !(told > seen + Hold) ? told : seen;
    }

    private double PublishedAt(IIoReport report)
    {
        var latest = double.NaN;
        foreach (var (channel, _) in _channels)
        {
            latest = Math.Max(report.UpdatedAt(channel), double.IsNaN(latest) ? double.NegativeInfinity : latest);
        }

        return latest;
    }
}
