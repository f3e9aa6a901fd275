using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MlOps.Recording;

/// <summary>One thing said about a run: a metric value, or (when <see cref="What"/> is no string) a <see cref="RunEvent"/>.</summary>
internal struct Record
{
    public Run Run;

    /// <summary>The name of a metric, or a <see cref="RunEvent"/>.</summary>
    public object What;

    public double Value;
    public long Step;

    /// <summary><see cref="Environment.TickCount64"/> at the call: milliseconds, as fine as MLflow stores, and far cheaper than the clock.</summary>
    public long Ticks;
}

/// <summary>
/// A bounded queue for many producers and one consumer, without locks and without allocation after construction.
/// Each slot carries a sequence number that says whose turn it is (D. Vyukov's bounded queue).
/// </summary>
internal sealed class RecordRing
{
    private readonly Slot[] _slots;
    private readonly long _mask;
    private Positions _positions;

    /// <summary>Makes an empty ring.</summary>
    /// <param name="capacity">Number of records; a power of two.</param>
    public RecordRing(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(int.PopCount(capacity), 1, nameof(capacity));
        _slots = new Slot[capacity];
        _mask = capacity - 1;
        for (var i = 0; i < capacity; i++)
        {
            _slots[i].Sequence = i;
        }
    }

    public int Capacity => _slots.Length;

    /// <summary>The number of records in the ring; those that are just being written count.</summary>
    public long Count => Volatile.Read(ref _positions.Tail) - _positions.Head;

    /// <summary>Whether <see cref="TryPop"/> would give a record.</summary>
    public bool HasNext => Volatile.Read(ref _slots[_positions.Head & _mask].Sequence) == _positions.Head + 1;

    /// <summary>Adds a record, unless the ring is full.</summary>
    /// <returns>The position of the record, or -1 when the ring is full.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long TryPush(Run run, object what, double value, long step, long ticks)
    {
        var position = Volatile.Read(ref _positions.Tail);
        while (true)
        {
            ref var slot = ref _slots[position & _mask];
            var turn = Volatile.Read(ref slot.Sequence) - position;
            if (turn == 0)
            {
                var seen = Interlocked.CompareExchange(ref _positions.Tail, position + 1, position);
                if (seen == position)
                {
                    slot.Record.Run = run;
                    slot.Record.What = what;
                    slot.Record.Value = value;
                    slot.Record.Step = step;
                    slot.Record.Ticks = ticks;
                    Volatile.Write(ref slot.Sequence, position + 1);
                    return position;
                }

                position = seen;
            }
            else if (turn < 0)
            {
                return -1;
            }
            else
            {
                position = Volatile.Read(ref _positions.Tail);
            }
        }
    }

    /// <summary>Adds the values of a row, one record each and side by side, unless there is not room for all of them.</summary>
    /// <returns>The position of the last record, or -1 when the ring is too full.</returns>
    public long TryPush(Run run, ReadOnlySpan<MetricValue> row, long step, long ticks)
    {
        var position = Volatile.Read(ref _positions.Tail);
        while (true)
        {
            // The reader frees slots in order: when the last of these is free, all of them are.
            var last = position + row.Length - 1;
            var turn = Volatile.Read(ref _slots[last & _mask].Sequence) - last;
            if (turn == 0)
            {
                var seen = Interlocked.CompareExchange(ref _positions.Tail, last + 1, position);
                if (seen == position)
                {
                    foreach (ref readonly var value in row)
                    {
                        ref var slot = ref _slots[position & _mask];
                        slot.Record.Run = run;
                        slot.Record.What = value.Name;
                        slot.Record.Value = value.Value;
                        slot.Record.Step = step;
                        slot.Record.Ticks = ticks;
                        Volatile.Write(ref slot.Sequence, ++position);
                    }

                    return last;
                }

                position = seen;
            }
            else if (turn < 0)
            {
                return -1;
            }
            else
            {
                position = Volatile.Read(ref _positions.Tail);
            }
        }
    }

    /// <summary>Reads a record without taking it. Only one thread may read at a time.</summary>
    /// <param name="ahead">How many records to pass over: 0 is the oldest.</param>
    /// <param name="record">The record, if there is one.</param>
    public bool TryPeek(int ahead, out Record record)
    {
        var position = _positions.Head + ahead;
        ref var slot = ref _slots[position & _mask];
        var isThere = ahead < _slots.Length && Volatile.Read(ref slot.Sequence) == position + 1;
        record = isThere ? slot.Record : default;
        return isThere;
    }

    /// <summary>Gives the slots of the oldest records free; they must have been read.</summary>
    public void Release(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var position = _positions.Head;
            ref var slot = ref _slots[position & _mask];
            slot.Record.Run = null!; // Nothing read is kept alive by the ring.
            slot.Record.What = null!;
            _positions.Head = position + 1;
            Volatile.Write(ref slot.Sequence, position + _slots.Length);
        }
    }

    /// <summary>Takes the oldest record.</summary>
    public bool TryPop(out Record record)
    {
        var isThere = TryPeek(0, out record);
        Release(isThere ? 1 : 0);
        return isThere;
    }

    private struct Slot
    {
        public long Sequence;
        public Record Record;
    }

    // Producers and the consumer each have a cache line of their own (128 bytes: pairs of lines are fetched together).
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Positions
    {
        [FieldOffset(128)]
        public long Tail;

        [FieldOffset(256)]
        public long Head;
    }
}
