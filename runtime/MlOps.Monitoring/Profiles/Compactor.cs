using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Profiles;

/// <summary>
/// A bounded summary of very many numbers: a sampler in front of buffers that are merged in pairs, every other number of a pair kept with
/// twice the weight (Agarwal, Cormode, Huang, Phillips, Wei, Yi: Mergeable summaries, 2012; the sampler as in Karnin, Lang, Liberty:
/// Optimal quantile approximation in streams, 2016).
/// </summary>
/// <remarks>
/// The sampler takes one number of every block of 2ˢ and s grows with the count, so that no more than <see cref="Sample"/> numbers get
/// through and the millionth costs next to nothing. Of independent rows such a sample is as good as rows of its own: tests take its size
/// for the number of rows, and lose nothing but power beyond what any effect floor asks for. What the merging adds is
/// <see cref="Distribution.Error"/>.
/// </remarks>
internal sealed class Compactor
{
    /// <summary>The numbers of a buffer.</summary>
    public const int Width = 1024;

    /// <summary>No count of rows needs more levels.</summary>
    public const int MostLevels = 46;

    /// <summary>About as many numbers get through the sampler, half of it at least once it is at work.</summary>
    public const long Sample = 1 << 16;

    private readonly List<double[]?> _levels = []; // The h-th holds Width numbers of weight 2ʰ, ascending, or nothing.
    private readonly double[] _buffer = new double[Width]; // Of weight 2ˢ, as they came.
    private int _filled;
    private int _exponent; // s
    private long _skip; // Numbers until the next one that is taken,
    private long _after = 1; // and from there to the end of its block.
    private long _count;
    private SplitMix _random = new(0x6D6C6F7073);

    /// <summary>The variance of a rank that halving adds, at most: 4ʰ each time numbers of weight 2ʰ are halved.</summary>
    private double _variance;

    /// <summary>Three standard errors of a rank as a share, the sampler's and that of merging.</summary>
    public double RankError => 3 * Math.Sqrt((_variance / _count / _count) + (_exponent == 0 ? 0 : 0.25 / Effective));

    private long Effective => Math.Max(1, _count >> _exponent);

    public void Add(ReadOnlySpan<double> values)
    {
        while (!values.IsEmpty)
        {
            // As many as the present block size still holds for.
            var part = values[..(int)Math.Min(values.Length, Room)];
            var next = _skip;
            while (next < part.Length)
            {
                Take(part[(int)next]);
                next += Step();
            }

            _skip = next - part.Length;
            Advance(part.Length);
            values = values[part.Length..];
        }
    }

    /// <summary>Adds one number many times.</summary>
    public void Add(double value, long times)
    {
        while (times > 0)
        {
            var part = Math.Min(times, Room);
            var next = _skip;
            while (next < part)
            {
                Take(value);
                next += Step();
            }

            _skip = next - part;
            Advance(part);
            times -= part;
        }
    }

    public Compactor Copy()
    {
        var copy = new Compactor { _filled = _filled, _exponent = _exponent, _skip = _skip, _after = _after, _count = _count, _random = _random, _variance = _variance };
        copy._levels.AddRange(_levels); // The arrays themselves never change.
        _buffer.AsSpan(0, _filled).CopyTo(copy._buffer);
        return copy;
    }

    public Compactor Merge(Compactor other)
    {
        var (merged, added) = _exponent >= other._exponent ? (Copy(), other.Copy()) : (other.Copy(), Copy());
        while (added._exponent < merged._exponent)
        {
            added.Coarsen();
        }

        merged._random = new SplitMix(merged._random.State ^ added._random.State);
        merged._variance += added._variance;
        foreach (var value in added._buffer.AsSpan(0, added._filled))
        {
            merged.Take(value);
        }

        for (var level = 0; level < added._levels.Count; level++)
        {
            if (added._levels[level] is { } values)
            {
                merged.Carry(values, level);
            }
        }

        merged.Advance(added._count);
        return merged;
    }

    public Distribution Distribute()
    {
        var full = _levels.Count(static level => level is not null);
        var values = new double[_filled + (full * Width)];
        var weights = new long[values.Length];
        _buffer.AsSpan(0, _filled).CopyTo(values);
        weights.AsSpan(0, _filled).Fill(1L << _exponent);
        var at = _filled;
        for (var level = 0; level < _levels.Count; level++)
        {
            if (_levels[level] is { } numbers)
            {
                numbers.CopyTo(values, at);
                weights.AsSpan(at, Width).Fill(1L << level);
                at += Width;
            }
        }

        return Distribution.OfWeighted(values, weights, Effective, 3 * Math.Sqrt(_variance) / _count);
    }

    /// <summary>What a file says of it.</summary>
    public static Compactor Restore(long count, in CompactorState state)
    {
        var compactor = new Compactor
        {
            _count = count,
            _exponent = state.Exponent,
            _skip = state.Skip,
            _after = state.After,
            _variance = state.Variance,
            _random = new SplitMix(state.Seed),
            _filled = state.Buffer.Length,
        };
        state.Buffer.CopyTo(compactor._buffer);
        compactor._levels.AddRange(state.Levels);
        return compactor;
    }

    /// <summary>What a file has to say of it.</summary>
    public CompactorState State => new(_exponent, _skip, _after, _variance, _random.State, _buffer.AsMemory(0, _filled), _levels);

    /// <summary>How many numbers may come before the sampler must become coarser.</summary>
    private long Room => (Sample << _exponent) - _count;

    private void Advance(long count)
    {
        _count += count;
        while (Room <= 0)
        {
            Coarsen();
        }
    }

    /// <summary>Numbers of half the weight become half as many of the whole.</summary>
    private void Coarsen()
    {
        var filled = _buffer.AsSpan(0, _filled);
        DoubleSort.Sort(filled);
        var kept = Halve(filled, _buffer, _exponent);
        var level = _exponent < _levels.Count ? _levels[_exponent] : null;
        _filled = kept;
        _exponent++;
        Draw();
        if (level is not null)
        {
            _levels[_exponent - 1] = null;
            var half = new double[Width / 2];
            Halve(level, half, _exponent - 1);
            foreach (var value in half)
            {
                Take(value);
            }
        }
    }

    /// <summary>Chooses which number of the next block is taken.</summary>
    private void Draw()
    {
        var block = 1L << _exponent;
        _skip = (long)(_random.Next() & (ulong)(block - 1));
        _after = block - _skip;
    }

    /// <summary>From the number that was just taken to the next one.</summary>
    private long Step()
    {
        if (_exponent == 0)
        {
            return 1;
        }

        var rest = _after;
        Draw();
        return rest + _skip;
    }

    private void Take(double value)
    {
        _buffer[_filled++] = value;
        if (_filled == Width)
        {
            _filled = 0;
            var sorted = _buffer.AsSpan().ToArray();
            DoubleSort.Sort(sorted);
            Carry(sorted, _exponent);
        }
    }

    /// <summary>Puts a buffer where its weight belongs, as a binary counter adds one.</summary>
    private void Carry(double[] values, int level)
    {
        Span<double> both = stackalloc double[2 * Width];
        while (true)
        {
            while (_levels.Count <= level)
            {
                _levels.Add(null);
            }

            if (_levels[level] is not { } resident)
            {
                _levels[level] = values;
                return;
            }

            Merge(resident, values, both);
            values = new double[Width];
            Halve(both, values, level);
            _levels[level++] = null;
        }
    }

    private static void Merge(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> both)
    {
        var (i, j) = (0, 0);
        while (i < a.Length && j < b.Length)
        {
            // Which side is next is a coin toss: no jump depends on it.
            var (left, right) = (a[i], b[j]);
            both[i + j] = double.MinNative(left, right);
            var isLeft = left <= right ? 1 : 0;
            i += isLeft;
            j += 1 - isLeft;
        }

        a[i..].CopyTo(both[(i + j)..]);
        b[j..].CopyTo(both[(a.Length + j)..]);
    }

    /// <summary>Keeps every other number, the even or the odd places by chance.</summary>
    private int Halve(ReadOnlySpan<double> sorted, Span<double> kept, int level)
    {
        var count = 0;
        for (var i = (int)(_random.Next() & 1); i < sorted.Length; i += 2)
        {
            kept[count++] = sorted[i];
        }

        _variance += Math.ScaleB(1, 2 * level);
        return count;
    }
}

/// <summary>A <see cref="Compactor"/> as a file holds it: its fields, in their order.</summary>
internal readonly record struct CompactorState(int Exponent, long Skip, long After, double Variance, ulong Seed, ReadOnlyMemory<double> Buffer, IReadOnlyList<double[]?> Levels);
