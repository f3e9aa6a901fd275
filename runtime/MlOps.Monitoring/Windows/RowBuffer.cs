using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Windows;

/// <summary>
/// Rows on their way from many threads to one worker: slots that are claimed by counting. Whoever writes never waits and allocates nothing;
/// once it is full, later rows take the places of earlier ones by chance, so that it stays a fair sample (reservoir sampling, Vitter 1985).
/// </summary>
internal sealed class RowBuffer
{
    /// <summary>What <see cref="TryWrite"/> says of a buffer that the worker has taken.</summary>
    public const long Closed = -1;

    private const int Free = 0;
    private const int BeingWritten = 1;
    private const int Written = 2;

    private readonly int _numberCount;
    private readonly int _textCount;
    private readonly double[] _numbers;
    private readonly string?[] _texts;
    private readonly int[] _states;
    private long _claimed;
    private int _writers;
    private bool _isClosed;

    /// <param name="capacity">The number of rows.</param>
    /// <param name="numbers">The number of numbers in a row.</param>
    /// <param name="texts">The number of texts in a row.</param>
    public RowBuffer(int capacity, int numbers, int texts)
    {
        (_numberCount, _textCount) = (numbers, texts);
        _numbers = new double[capacity * numbers];
        _texts = new string?[capacity * texts];
        _states = new int[capacity];
    }

    public int Capacity => _states.Length;

    /// <summary>How many rows were offered, those that found no place included.</summary>
    public long Offered => Math.Max(0, Interlocked.Read(ref _claimed));

    /// <summary>The number of the row, counted from 1, with which the worker is to be woken. Set before the buffer is used.</summary>
    public long WakeAt { get; set; }

    /// <summary>Takes a row, or leaves it out when there is no place for it.</summary>
    /// <returns>Its number, counted from 1; <see cref="Closed"/> when the buffer is no longer the one to write to.</returns>
    public long TryWrite<TRow>(in TRow row, RowReader<TRow> read)
    {
        // First the mark, then the look: the worker closes first and then waits for the marks to go.
        Interlocked.Increment(ref _writers);
        var slot = -1;
        var isWritten = false;
        try
        {
            if (Volatile.Read(ref _isClosed))
            {
                return Closed;
            }

            var number = Interlocked.Increment(ref _claimed);
            slot = number <= _states.Length ? (int)number - 1 : SlotToReplace(number);
            if (slot >= 0)
            {
                _states[slot] = BeingWritten;
                var writer = new RowWriter(_numbers.AsSpan(slot * _numberCount, _numberCount), _texts.AsSpan(slot * _textCount, _textCount));
                read(in row, ref writer);
                isWritten = writer.IsComplete;
            }

            return number;
        }
        finally
        {
            if (slot >= 0)
            {
                Volatile.Write(ref _states[slot], isWritten ? Written : Free); // A member may have thrown.
            }

            Interlocked.Decrement(ref _writers);
        }
    }

    /// <summary>Lets nobody write any more, and waits for those who do: nanoseconds, unless a member of a row hangs.</summary>
    /// <returns>Whether nobody writes any more. Where somebody does, it cannot be used again; whole rows can be read all the same.</returns>
    public bool Close(TimeSpan patience)
    {
        Volatile.Write(ref _isClosed, true);
        Interlocked.MemoryBarrier();
        var (wait, begin) = (default(SpinWait), Environment.TickCount64);
        while (Volatile.Read(ref _writers) > 0)
        {
            wait.SpinOnce();
            if (wait.NextSpinWillYield && Environment.TickCount64 - begin > patience.TotalMilliseconds)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The slots that hold a row, in order. Only of a closed buffer.</summary>
    public int[] Rows()
    {
        var held = Math.Min(Offered, Capacity);
        var slots = new List<int>((int)held);
        for (var slot = 0; slot < held; slot++)
        {
            if (Volatile.Read(ref _states[slot]) == Written)
            {
                slots.Add(slot);
            }
        }

        return [.. slots];
    }

    public double Number(int slot, int at) => _numbers[(slot * _numberCount) + at];

    public string? Text(int slot, int at) => _texts[(slot * _textCount) + at];

    /// <summary>Empties a closed buffer to be written to again. No text stays alive through it.</summary>
    public void Reopen()
    {
        Array.Clear(_states);
        Array.Clear(_texts);
        Interlocked.Exchange(ref _claimed, 0);
        Volatile.Write(ref _isClosed, false);
    }

    private int SlotToReplace(long number)
    {
        var slot = (long)Math.BigMul(new SplitMix((ulong)number).Next(), (ulong)number, out _); // The upper word: as even as a remainder, without a division.
        return slot < _states.Length && Interlocked.CompareExchange(ref _states[slot], BeingWritten, Written) == Written ? (int)slot : -1;
    }
}
