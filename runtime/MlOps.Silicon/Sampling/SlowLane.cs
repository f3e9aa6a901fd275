namespace MlOps.Silicon.Sampling;

/// <summary>The thread of the sources that may take milliseconds. It ends when none of them turns out to be there.</summary>
internal sealed class SlowLane(Lane lane, Func<double> now) : IDisposable
{
    // The shortest cadence of a slow source.
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(1);

    // Counters of the system tick at this pace, or slower.
    private const double GapSeconds = 15;

    private readonly AutoResetEvent _work = new(initialState: false);
    private double _last = double.NegativeInfinity;
    private volatile bool _isStopping;
    private Thread? _thread;

    public Lane Lane => lane;

    /// <summary>Whether anybody wants to know; otherwise the thread sleeps.</summary>
    public bool IsWanted { get; set; }

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "MlOps silicon, slow sources", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    public void Wake() => _work.Set();

    /// <summary>Reads what is due.</summary>
    public void Step()
    {
        var seconds = now();
        lane.Sample(new Moment(seconds, IsAfterGap: seconds - _last > GapSeconds));
        _last = seconds;
    }

    public void Dispose()
    {
        _isStopping = true;
        _work.Set();
        _thread?.Join();
        lane.Dispose();
        _work.Dispose();
    }

    private void Run()
    {
        do
        {
            Step();
            _work.WaitOne(IsWanted ? s_round : Timeout.InfiniteTimeSpan);
        }
        while (!_isStopping && lane.HasSources); // Nothing slow on this machine: the thread was not needed.
    }
}
