namespace MlOps.Monitoring.Profiles;

/// <summary>How often each number is there, while there are only so many different ones: a hash table with open addresses.</summary>
internal sealed class ValueCounts
{
    private const int First = 64;

    private double[] _values = new double[First];
    private long[] _counts = new long[First];
    private int _shift = 64 - 6; // Leaves as many bits of a hash as the table has.

    /// <summary>The number of different numbers.</summary>
    public int Distinct { get; private set; }

    /// <summary>Counts a number, unless it is a new one and there are <paramref name="limit"/> already.</summary>
    public bool TryAdd(double value, long times, int limit)
    {
        value += 0.0; // −0 and 0 are one number.
        var mask = _values.Length - 1;
        for (var slot = Slot(value); ; slot = (slot + 1) & mask)
        {
            if (_counts[slot] == 0)
            {
                return Distinct < limit && Insert(slot, value, times);
            }

            if (_values[slot] == value)
            {
                _counts[slot] += times;
                return true;
            }
        }
    }

    /// <summary>The numbers with their counts, in no order.</summary>
    public (double[] Values, long[] Counts) ToArrays()
    {
        var (values, counts, next) = (new double[Distinct], new long[Distinct], 0);
        for (var slot = 0; slot < _counts.Length; slot++)
        {
            if (_counts[slot] != 0)
            {
                (values[next], counts[next++]) = (_values[slot], _counts[slot]);
            }
        }

        return (values, counts);
    }

    /// <summary>Fibonacci hashing (Knuth, volume 3): its upper bits depend on all bits of a number, whole numbers use none but the upper ones.</summary>
    private int Slot(double value) => (int)((BitConverter.DoubleToUInt64Bits(value) * 0x9E3779B97F4A7C15) >> _shift);

    private bool Insert(int slot, double value, long times)
    {
        (_values[slot], _counts[slot]) = (value, times);
        if (++Distinct * 2 > _values.Length)
        {
            Grow();
        }

        return true;
    }

    private void Grow()
    {
        var (values, counts) = (_values, _counts);
        (_values, _counts) = (new double[values.Length * 2], new long[values.Length * 2]);
        _shift--;
        var mask = _values.Length - 1;
        for (var old = 0; old < values.Length; old++)
        {
            if (counts[old] != 0)
            {
                var slot = Slot(values[old]);
                while (_counts[slot] != 0)
                {
                    slot = (slot + 1) & mask;
                }

                (_values[slot], _counts[slot]) = (values[old], counts[old]);
            }
        }
    }
}
