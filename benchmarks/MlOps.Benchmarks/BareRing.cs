using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlOps.Recording;

namespace MlOps.Benchmarks;

/// <summary>
/// The least a ring can do: one producer, one consumer, no compare-and-swap, the same record and the same padding as
/// <see cref="RecordRing"/>. Nothing that hands a record to another thread in order can be much cheaper.
/// </summary>
internal sealed class BareRing(int capacity)
{
    private readonly Record[] _records = new Record[capacity];
    private readonly long _mask = capacity - 1;
    private Positions _positions;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long TryPush(Run run, object what, double value, long step, long ticks)
    {
        var position = _positions.Tail;
        if (position - Volatile.Read(ref _positions.Head) == _records.Length)
        {
            return -1;
        }

        ref var record = ref _records[position & _mask];
        record.Run = run;
        record.What = what;
        record.Value = value;
        record.Step = step;
        record.Ticks = ticks;
        Volatile.Write(ref _positions.Tail, position + 1);
        return position;
    }

    public bool TryPop(out Record record)
    {
        var position = _positions.Head;
        if (position == Volatile.Read(ref _positions.Tail))
        {
            record = default;
            return false;
        }

        ref var slot = ref _records[position & _mask];
        record = slot;
        slot.Run = null!;
        slot.What = null!;
        Volatile.Write(ref _positions.Head, position + 1);
        return true;
    }

    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Positions
    {
        [FieldOffset(128)]
        public long Tail;

        [FieldOffset(256)]
        public long Head;
    }
}
