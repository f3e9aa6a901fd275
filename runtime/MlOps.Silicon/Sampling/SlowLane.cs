namespace MlOps.Silicon.Sampling;

/// <summary>The thread of the sources that may take milliseconds. It ends when none of them turns out to be there.</summary>
internal sealed class SlowLane(Lane lane, Func<double> now) : IDisposable
{
    // A source that hangs, such as a file of a network drive, is left to the end of the process.
    public static readonly TimeSpan PatienceOfEnd = TimeSpan.FromSeconds(2);

    // Between two rounds while somebody wants to know; between two readings of somebody who asks from time to time, such as a meter.
    private const double GapSeconds = 15;
    private const double SeldomGapSeconds = 300;

    private readonly Lock _starting = new();
    private readonly AutoResetEvent _work = new(initialState: false);
    private double _last = double.NegativeInfinity;
    private volatile bool _isStopping;
    private volatile bool _isWanted;
    private volatile bool _isOver;
    private Thread? _thread;

    public Lane Lane => lane;

    /// <summary>Whether anybody wants to know; otherwise the thread sleeps.</summary>
    public bool IsWanted
    {
        get => _isWanted;
        set
        {
            var mustWake = value && !_isWanted;
            _isWanted = value;
            if (mustWake)
            {
                Wake();
            }
        }
    }

    /// <summary>Starts the thread; a second call changes nothing, nor one after the end.</summary>
    public void Start()
    {
        // The end may come from another thread at the same time: it must find a thread that runs, or none.
        lock (_starting)
        {
            if (_thread is null && !_isStopping)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "MlOps silicon, slow sources", Priority = ThreadPriority.BelowNormal };
                _thread.Start();
            }
        }
    }

    public void Wake() => _work.Set();

    /// <summary>Has the sources read, and waits until they are.</summary>
    /// <param name="seconds">Since when a reading is new enough.</param>
    /// <param name="patience">How long to wait; what comes later is there for the next one who asks.</param>
    public void Await(double seconds, TimeSpan patience)
    {
        Wake();
        SpinWait.SpinUntil(() => lane.SampledAt >= seconds || _isOver, patience);
    }

    /// <summary>Reads what is due.</summary>
    public void Step()
    {
        var seconds = now();
        lane.Sample(new Moment(seconds, IsAfterGap: seconds - _last > (IsWanted ? GapSeconds : SeldomGapSeconds)));
        _last = seconds;
    }

    public void Dispose()
    {
        lock (_starting)
        {
            _isStopping = true;
        }

        _work.Set();
        if (_thread is null || _thread.Join(PatienceOfEnd))
        {
            lane.Dispose();
            _work.Dispose();
        }
    }

    private void Run()
    {
        do
        {
            try
            {
                Step();
            }
            catch (Exception)
            {
                // Such as somebody who listens to the instruments that probing publishes: no reason to end the process.
            }

            _work.WaitOne(IsWanted ? lane.Round : Timeout.InfiniteTimeSpan);
        }
        while (!_isStopping && lane.HasSources); // Nothing slow on this machine: the thread was not needed.
        _isOver = true;
    }
}
