using System.Security.Cryptography;

namespace MlOps.MLflow.Delivery;

/// <summary>When the next round of a delivery is due: in an interval, sooner when much was recorded, later when the server does not answer.</summary>
internal sealed class DeliveryClock(MlflowDeliveryOptions options) : IDisposable
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    // A server that wants more is mistaken, or does not know that it is the only one whom it delays.
    private static readonly TimeSpan s_longestWish = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _wake = new(0);
    private int _records;
    private int _failures;
    private TimeSpan? _wanted;
    private volatile bool _isIdle;
    private volatile bool _isFinishing;

    /// <summary>Whether no round came to its end yet since things went well.</summary>
    public bool IsFirst { get; private set; } = true;

    /// <summary>Whether the next round is the last one.</summary>
    public bool IsFinishing => _isFinishing;

    /// <summary>The store took something. Called by the recording thread.</summary>
    public void Recorded(int records)
    {
        if (Interlocked.Add(ref _records, records) >= options.FlushCount || _isIdle)
        {
            Wake();
        }
    }

    public void Finish()
    {
        _isFinishing = true;
        Wake();
    }

    public void BeginAgain()
    {
        _isFinishing = _isIdle = false;
        IsFirst = true;
    }

    /// <summary>A round came to its end.</summary>
    /// <param name="isIdle">Whether nothing is left to be delivered.</param>
    public void Succeeded(bool isIdle)
    {
        (IsFirst, _failures, _wanted, _isIdle) = (false, 0, null, isIdle);
    }

    /// <summary>A round did not come to its end.</summary>
    /// <param name="wanted">How long the server wants to be left alone.</param>
    public void Failed(TimeSpan? wanted)
    {
        (IsFirst, _wanted, _isIdle) = (true, wanted, false);
        _failures++;
    }

    /// <summary>Waits for the next round.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        if (_failures > 0)
        {
            await RestAsync(stop).ConfigureAwait(false);
        }
        else if (!_isIdle || Volatile.Read(ref _records) == 0)
        {
            await _wake.WaitAsync(_isIdle ? Timeout.InfiniteTimeSpan : options.FlushInterval, stop).ConfigureAwait(false);
        }

        Interlocked.Exchange(ref _records, 0);
    }

    /// <summary>Twice as long with each failure, and never quite as long as others; only the end of the program comes before.</summary>
    private async Task RestAsync(CancellationToken stop)
    {
        var seconds = Math.Min(s_longestPause.TotalSeconds, options.FlushInterval.TotalSeconds * Math.Pow(2, _failures - 1)) * (0.5 + (RandomNumberGenerator.GetInt32(1000) / 1000.0));
        var until = Environment.TickCount64 + (long)Math.Max(seconds * 1000, Math.Min(_wanted?.TotalMilliseconds ?? 0, s_longestWish.TotalMilliseconds));
        while (!_isFinishing && until - Environment.TickCount64 is > 0 and var left)
        {
            await _wake.WaitAsync(TimeSpan.FromMilliseconds(Math.Min(left, int.MaxValue)), stop).ConfigureAwait(false);
        }
    }

    public void Dispose() => _wake.Dispose();

    private void Wake()
    {
        if (_wake.CurrentCount == 0)
        {
            _wake.Release();
        }
    }
}
