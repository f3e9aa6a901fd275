namespace MlOps.Silicon.Sampling;

/// <summary>
/// Sources that are read one after the other, and what they said last. Each value is a double in a slot of its own, written and read whole: other
/// threads see old or new values, never halves.
/// </summary>
/// <param name="samplers">The sources; asked for when they are probed, which is on the thread of samples.</param>
internal sealed class Lane(IEnumerable<ISampler> samplers) : IDisposable
{
    // A round more, and the time that reading takes.
    private const double LateSeconds = 2;
    private static readonly TimeSpan s_leastRound = TimeSpan.FromSeconds(1);

    private readonly List<AbsentSource> _absent = [];

    // A lane's level is asked for by other threads; what it is made of is shown to them whole.
    private volatile Source[] _sources = [];
    private double[] _values = [];
    private double _sampledAt = double.NegativeInfinity;
    private bool _isProbed;

    /// <summary>The sources were probed just now; told on the thread that did.</summary>
    public event Action<Lane>? Probed;

    public MetricTable Table { get; } = new();

    public bool IsProbed
    {
        get => Volatile.Read(ref _isProbed);
        private set => Volatile.Write(ref _isProbed, value);
    }

    public ReadOnlySpan<double> Values => _values;

    /// <summary>The sources that are not there, or that went, and why.</summary>
    public IReadOnlyList<AbsentSource> Absent
    {
        get
        {
            lock (_absent)
            {
                return [.. _absent];
            }
        }
    }

    public IEnumerable<string> Present => _sources.Where(static source => !source.IsGone).Select(static source => source.Sampler.Name);

    public bool HasSources => Array.Exists(_sources, static source => !source.IsGone);

    /// <summary>When it was read last, in seconds.</summary>
    public double SampledAt
    {
        get => Volatile.Read(ref _sampledAt);
        private set => Volatile.Write(ref _sampledAt, value);
    }

    /// <summary>The highest level that a source reports; <see langword="null"/> when none can tell.</summary>
    public ThermalLevel? Level
    {
        get
        {
            ThermalLevel? highest = null;
            if (!IsProbed)
            {
                return null; // The list is being made, on another thread.
            }

            foreach (var source in _sources)
            {
                highest = source.IsGone ? highest : Levels.Highest(highest, source.Sampler.Level);
            }

            return highest;
        }
    }

    /// <summary>Opens the sources. Those that are not there are not asked again.</summary>
    public void Probe()
    {
        if (IsProbed)
        {
            return;
        }

        Source[] sources = [.. samplers.Select(static sampler => new Source(sampler))];
        var cadence = TimeSpan.MaxValue;
        foreach (var source in sources)
        {
            source.FirstSlot = Table.Metrics.Count;
            try
            {
                if (source.Sampler.Probe(Table) is { } absence)
                {
                    Remove(source, absence);
                }
                else if (source.Sampler.Cadence < cadence)
                {
                    cadence = source.Sampler.Cadence;
                }
            }
            catch (Exception fault)
            {
                Remove(source, fault.Message);
            }

            source.EndSlot = Table.Metrics.Count;
        }

        _sources = sources;
        _values = new double[Table.Metrics.Count];
        Array.Fill(_values, double.NaN);
        Round = cadence > s_leastRound && cadence < TimeSpan.MaxValue ? cadence : s_leastRound;
        IsProbed = true;
        Probed?.Invoke(this);
    }

    /// <summary>Reads the sources that are due.</summary>
    public void Sample(in Moment now)
    {
        Probe();
        foreach (var source in _sources)
        {
            if (source.IsGone || now.Seconds < source.Due)
            {
                continue;
            }

            // A little early is better than a whole round late.
            source.Due = now.Seconds + (source.Sampler.Cadence.TotalSeconds * 0.9);
            try
            {
                source.Sampler.Sample(now, _values);
            }
            catch (Exception fault)
            {
                Remove(source, fault.Message);
                _values.AsSpan(source.FirstSlot..source.EndSlot).Fill(double.NaN);
            }
        }

        SampledAt = now.Seconds;
    }

    /// <summary>Whether what it says is of now: not where it sleeps since nobody wants to know, or where a source hangs.</summary>
    public bool IsFresh(double seconds) => IsProbed && seconds - SampledAt <= Round.TotalSeconds + LateSeconds;

    /// <summary>How often a lane of slow sources is to be read: as often as the one that wants it most often, a second apart at least.</summary>
    public TimeSpan Round { get; private set; } = s_leastRound;

    public void Dispose() => Array.ForEach(_sources, static source => source.Sampler.Dispose());

    private void Remove(Source source, string absence)
    {
        source.IsGone = true;
        lock (_absent)
        {
            _absent.Add(new AbsentSource(source.Sampler.Name, absence));
        }
    }

    private sealed class Source(ISampler sampler)
    {
        public ISampler Sampler => sampler;

        public bool IsGone { get; set; }

        /// <summary>When it is to be read again, in seconds.</summary>
        public double Due { get; set; } = double.NegativeInfinity;

        public int FirstSlot { get; set; }

        public int EndSlot { get; set; }
    }
}

/// <summary>A source of numbers that this machine, or this process, does not have.</summary>
/// <param name="Name">The source.</param>
/// <param name="Reason">Why, in plain words.</param>
internal sealed record AbsentSource(string Name, string Reason);
