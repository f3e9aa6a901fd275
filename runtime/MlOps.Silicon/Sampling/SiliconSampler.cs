using System.Collections.Concurrent;
using MlOps.Silicon.Thermal;

namespace MlOps.Silicon.Sampling;

/// <summary>
/// Reads the machine for all who want to know: one thread for the quick sources, which sleeps while nobody does, and one beside it for
/// sources that may take milliseconds, if the machine has such.
/// </summary>
internal sealed class SiliconSampler : IDisposable
{
    // Counters of the system tick every 10 ms: over less than two ticks a rate means nothing, and the last sample is as good as a new one.
    private const double LeastSeconds = 0.02;

    // What is due so soon is due: a clock counts in ticks, and sums of seconds are not exact.
    private const double LeastWait = 0.001;

    // Meters are collected every minute, or nobody collects them any more.
    private const double SeldomSeconds = 300;

    // So much later than planned is no busy machine any more, but one that slept.
    private const double GapSeconds = 5;

    // A third of a second.
    private const int SamplesOfStart = 4;

    // As long as a quick sample may take; a run that ends does not wait longer for the one that is being taken.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_patienceOfMeters = TimeSpan.FromMilliseconds(100);

    // Slow sources take milliseconds; one that takes longer than this is told to nobody who asks seldom.
    private static readonly TimeSpan s_patienceWithSlow = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Lock _gate = new();
    private readonly List<Subscription> _readers = [];

    // Who comes, and who goes, which has no subscription; in that order, so that nobody goes before he came.
    private readonly ConcurrentQueue<Subscription.Change> _changes = [];
    private readonly AutoResetEvent _work = new(initialState: false);
    private readonly SlowLane _slow;
    private double _sampled = double.NegativeInfinity;
    private double _planned = double.NegativeInfinity;
    private int _samples;
    private int _isStarted;
    private double _slowHeard = double.NegativeInfinity;
    private Thread? _thread;
    private volatile bool _isStopping;

    public SiliconSampler(IEnumerable<ISampler> samplers, TimeProvider? time = null)
    {
        var all = new Lazy<ISampler[]>(() => [.. samplers]);
        Fast = new Lane(Of(all, isSlow: false));
        _time = time ?? TimeProvider.System;
        _start = _time.GetTimestamp();
        _slow = new SlowLane(new Lane(Of(all, isSlow: true)), Now);
    }

    /// <summary>The program runs for a while by now: time for what is in no hurry, and would slow its start. Told once, on the thread of samples.</summary>
    public event Action? Settled;

    public Lane Fast { get; }

    public Lane Slow => _slow.Lane;

    /// <summary>How hot the machine is, once it has been so for a while.</summary>
    public ThermalTracker Thermal { get; } = new();

    /// <summary>Begins to tell somebody; the first sample is taken at once, on the thread of samples.</summary>
    public void Subscribe(ISampleReader reader)
    {
        _changes.Enqueue(new Subscription.Change(reader, new Subscription(reader, Now())));
        Start();
        _work.Set();
    }

    /// <summary>
    /// Tells somebody one last time, and then no more: on the calling thread, or, while the sources are only being opened, as soon as that is
    /// done.
    /// </summary>
    public void Unsubscribe(ISampleReader reader)
    {
        _changes.Enqueue(new Subscription.Change(reader, Joins: null));
        if (!TryLetGo(s_patience))
        {
            _work.Set();
        }
    }

    /// <summary>Tells those a last time who wanted no more while a sample was being taken.</summary>
    /// <param name="patience">How long to wait for that sample.</param>
    /// <returns>Whether it could be done.</returns>
    public bool TryLetGo(TimeSpan patience)
    {
        if (!_gate.TryEnter(patience))
        {
            return false;
        }

        try
        {
            Settle();
            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Takes a sample and tells those whose time has come.</summary>
    /// <returns>How long to wait until the next time.</returns>
    public TimeSpan Step()
    {
        lock (_gate)
        {
            Settle();
            var now = Now();
            var isDue = false;
            foreach (var subscription in _readers)
            {
                isDue |= subscription.Due <= now + LeastWait;
            }

            if (isDue)
            {
                Tell(Sample());
                if (++_samples == SamplesOfStart)
                {
                    Settled?.Invoke();
                }
            }

            return Wait();
        }
    }

    /// <summary>For those who ask seldom and without a subscription, such as meters: a sample that is not older than this, unless a source hangs.</summary>
    public void Refresh(TimeSpan age)
    {
        if (!_gate.TryEnter(s_patienceOfMeters))
        {
            return;
        }

        var now = Now();
        try
        {
            if (now - _sampled <= age.TotalSeconds)
            {
                return;
            }

            Sample();

            // They come again, and want to know what was in between.
            _planned = _readers.Count == 0 ? _sampled + SeldomSeconds : _planned;
        }
        finally
        {
            _gate.Exit();
        }

        if (_time == TimeProvider.System && !Slow.IsFresh(now))
        {
            _slow.Start();
            _slow.Await(now, s_patienceWithSlow);
        }
    }

    /// <summary>Whether what a lane says is of now. A slow source that hangs, or was not waited for, says nothing rather than what was.</summary>
    public bool IsFresh(Lane lane) => lane == Fast || lane.IsFresh(Now());

    public void Dispose()
    {
        _isStopping = true;
        _work.Set();
        _slow.Dispose();
        if (_thread is null || _thread.Join(SlowLane.PatienceOfEnd))
        {
            Fast.Dispose();
            _work.Dispose();
        }
    }

    /// <summary>The sources of a lane. They are made when the first lane is probed: the thread that begins a run has better things to do.</summary>
    private static IEnumerable<ISampler> Of(Lazy<ISampler[]> all, bool isSlow)
    {
        foreach (var sampler in all.Value)
        {
            if (sampler.IsSlow == isSlow)
            {
                yield return sampler;
            }
        }
    }

    private double Now() => _time.GetElapsedTime(_start).TotalSeconds;

    private Moment Sample()
    {
        var seconds = Now();
        if (seconds - _sampled >= LeastSeconds)
        {
            var isAfterGap = seconds > _planned + GapSeconds || double.IsNegativeInfinity(_planned);
            Fast.Sample(new Moment(seconds, isAfterGap));
            _sampled = seconds;
            UpdateThermal(seconds);
        }

        return new Moment(seconds);
    }

    private void UpdateThermal(double seconds)
    {
        var (fast, slow) = (Fast.Level, Slow.IsFresh(seconds) ? Slow.Level : null);

        // A slow source that was not read again since says nothing new: it must not agree with itself.
        if (slow > (fast ?? ThermalLevel.Nominal) && Slow.SampledAt <= _slowHeard)
        {
            return;
        }

        _slowHeard = Slow.SampledAt;
        Thermal.Update(Levels.Highest(fast, slow), seconds);
    }

    /// <summary>Lets in who came, and tells those a last time who leave.</summary>
    private void Settle()
    {
        while (_changes.TryDequeue(out var change))
        {
            if (change.Joins is { } joins)
            {
                _planned = _readers.Count == 0 ? double.NegativeInfinity : _planned; // What is known of before says nothing about now.
                _readers.Add(joins);
            }
            else if (_readers.FindIndex(subscription => subscription.Reader == change.Reader) is >= 0 and var index)
            {
                _readers.RemoveAt(index);
                Tell(change.Reader, Sample());
                change.Reader.End();
            }
        }

        _slow.IsWanted = _readers.Count > 0;
    }

    private void Tell(in Moment now)
    {
        foreach (var subscription in _readers)
        {
            if (subscription.Due <= now.Seconds + LeastWait)
            {
                Tell(subscription.Reader, now);
                var interval = subscription.Reader.IntervalAt(TimeSpan.FromSeconds(now.Seconds - subscription.Since)).TotalSeconds;

                // On the grid of the first one, so that readings do not drift; what was missed is not made up for.
                subscription.Due = Math.Max(subscription.Due + interval, now.Seconds + (interval / 2));
            }
        }
    }

    /// <summary>A reader that fails, such as one whose store was closed, keeps nobody else from being told.</summary>
    private void Tell(ISampleReader reader, in Moment now)
    {
        try
        {
            reader.Read(now, this);
        }
        catch (Exception)
        {
            // Its own loss.
        }
    }

    private TimeSpan Wait()
    {
        if (_readers.Count == 0)
        {
            _planned = double.NegativeInfinity;
            return Timeout.InfiniteTimeSpan;
        }

        _planned = double.PositiveInfinity;
        foreach (var subscription in _readers)
        {
            _planned = Math.Min(_planned, subscription.Due);
        }

        return TimeSpan.FromSeconds(Math.Max(_planned - Now(), LeastWait));
    }

    private void Start()
    {
        // Under a simulated clock nothing happens by itself.
        if (_time == TimeProvider.System && Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "MlOps silicon", Priority = ThreadPriority.BelowNormal };
            _thread.Start();
        }
    }

    private void Run()
    {
        while (!_isStopping)
        {
            _work.WaitOne(StepSafely());
            if (_slow.IsWanted)
            {
                _slow.Start(); // After the first sample: a run that is over at once does without drivers being opened.
            }
        }
    }

    /// <summary>A fault here is nobody's training: it must not end the process.</summary>
    private TimeSpan StepSafely()
    {
        try
        {
            return Step();
        }
        catch (Exception)
        {
            return TimeSpan.FromSeconds(1); // Such as whoever listens to instruments that are published, or to levels that change.
        }
    }
}
