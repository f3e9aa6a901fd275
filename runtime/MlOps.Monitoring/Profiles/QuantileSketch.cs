using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring;

/// <summary>
/// How numbers are spread, in bounded memory: exact as long as no more than <see cref="ExactDistinct"/> of them are different, after that
/// quantiles whose rank is off by about a tenth of a percent.
/// </summary>
/// <remarks>
/// Mergeable (in any order the same bounds hold) and deterministic: the same numbers in the same order give the same sketch. What it does
/// when the numbers are many is <see cref="Compactor"/>'s.
/// </remarks>
public sealed class QuantileSketch
{
    /// <summary>The number of different values up to which each is kept with its count.</summary>
    public const int ExactDistinct = 4096;

    // Exactly one of the three holds the numbers: as they came, while few; counted; or compacted.
    private double[]? _first = [];
    private ValueCounts? _counts;
    private Compactor? _compactor;
    private Distribution? _distribution;

    /// <summary>How many numbers it has been given.</summary>
    public long Count { get; private set; }

    /// <summary>Whether it still holds each different number with its count.</summary>
    public bool IsExact => _compactor is null;

    /// <summary>How far the rank of a quantile may be off, as a share of all (three standard errors); 0 when exact.</summary>
    public double RankError => _compactor?.RankError ?? 0;

    /// <summary>The number of different numbers; <see langword="null"/> when no longer exact.</summary>
    internal long? Distinct => IsExact ? Distribution.Values.Length : null;

    /// <summary>What it knows, in order.</summary>
    internal Distribution Distribution => _distribution ??= Distribute();

    /// <summary>What is left once it is not exact.</summary>
    internal Compactor? Compacted => _compactor;

    /// <summary>Adds finite numbers.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        _distribution = null;
        if (_first is not null)
        {
            if (Count + values.Length <= ExactDistinct)
            {
                Append(values);
                return;
            }

            Tally();
        }

        Count += values.Length;
        if (_counts is not null)
        {
            var taken = 0;
            while (taken < values.Length && _counts.TryAdd(values[taken], 1, ExactDistinct))
            {
                taken++;
            }

            values = values[taken..];
        }

        if (!values.IsEmpty)
        {
            Compact().Add(values);
        }
    }

    /// <summary>The number that a share of all is not above; NaN without any.</summary>
    /// <param name="share">0 … 1.</param>
    public double Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return Distribution.Quantile(share);
    }

    /// <summary>A sketch of the numbers of both; neither is changed.</summary>
    public QuantileSketch Merge(QuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (_compactor is not null && other._compactor is not null)
        {
            return Restore(_compactor.Merge(other._compactor), Count + other.Count);
        }

        var (rough, exact) = _compactor is not null ? (this, other) : (other, this);
        var merged = rough._compactor is null ? new QuantileSketch() : Restore(rough._compactor.Copy(), rough.Count);
        if (merged.IsExact)
        {
            merged.Add(rough.Distribution);
        }

        merged.Add(exact.Distribution);
        return merged;
    }

    /// <summary>A sketch of numbers with their counts.</summary>
    internal static QuantileSketch Restore(Distribution exact)
    {
        var sketch = new QuantileSketch();
        sketch.Add(exact);
        return sketch;
    }

    /// <summary>A sketch of what a compactor holds.</summary>
    internal static QuantileSketch Restore(Compactor compactor, long count) => new() { _first = null, _compactor = compactor, Count = count };

    private void Add(Distribution exact)
    {
        _distribution = null;
        Tally();
        for (var i = 0; i < exact.Values.Length; i++)
        {
            var weight = exact.Weight(i);
            Count += weight;
            if (_counts?.TryAdd(exact.Values[i], weight, ExactDistinct) != true)
            {
                Compact().Add(exact.Values[i], weight);
            }
        }
    }

    private void Append(ReadOnlySpan<double> values)
    {
        var needed = (int)Count + values.Length;
        if (_first!.Length < needed)
        {
            Array.Resize(ref _first, Math.Min(ExactDistinct, Math.Max(needed, _first.Length * 2)));
        }

        values.CopyTo(_first.AsSpan((int)Count));
        Count = needed;
    }

    /// <summary>From numbers as they came to numbers with counts.</summary>
    private void Tally()
    {
        if (_first is not null)
        {
            _counts = new ValueCounts();
            foreach (var value in _first.AsSpan(0, (int)Count))
            {
                _counts.TryAdd(value, 1, ExactDistinct);
            }

            _first = null;
        }
    }

    /// <summary>From numbers with counts to what is kept when there are too many.</summary>
    private Compactor Compact()
    {
        if (_compactor is null)
        {
            _compactor = new Compactor();
            var (values, counts) = _counts!.ToArrays();
            for (var i = 0; i < values.Length; i++)
            {
                _compactor.Add(values[i], counts[i]);
            }

            _counts = null;
        }

        return _compactor;
    }

    private Distribution Distribute()
    {
        if (_compactor is not null)
        {
            return _compactor.Distribute();
        }

        if (_counts is not null)
        {
            var (values, counts) = _counts.ToArrays();
            return Distribution.OfWeighted(values, counts, Count, 0);
        }

        var sorted = _first.AsSpan(0, (int)Count).ToArray();
        DoubleSort.Sort(sorted);
        return Distribution.OfSorted(sorted);
    }
}
