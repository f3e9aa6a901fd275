namespace MlOps.Monitoring.Statistics;

/// <summary>Walks over the different numbers of two sorted samples together, in ascending order.</summary>
/// <param name="reference">Ascending, finite.</param>
/// <param name="current">Ascending, finite.</param>
internal ref struct PooledWalk(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
{
    private readonly ReadOnlySpan<double> _reference = reference;
    private readonly ReadOnlySpan<double> _current = current;

    /// <summary>The number that was reached.</summary>
    public double Value { get; private set; }

    /// <summary>How many of the reference are no larger.</summary>
    public int References { get; private set; }

    /// <summary>How many of the current side are no larger.</summary>
    public int Currents { get; private set; }

    /// <summary>How many of the reference are equal to it.</summary>
    public int EqualReferences { get; private set; }

    /// <summary>How many of the current side are equal to it.</summary>
    public int EqualCurrents { get; private set; }

    /// <summary>How many of both are equal to it.</summary>
    public readonly int Equal => EqualReferences + EqualCurrents;

    /// <summary>The mean rank, from 1 on, that those equal to it share.</summary>
    public readonly double Rank => References + Currents - ((Equal - 1) / 2.0);

    /// <summary>Goes on to the next number; false behind the last one.</summary>
    public bool MoveNext()
    {
        var (i, j) = (References, Currents);
        if (i == _reference.Length && j == _current.Length)
        {
            return false;
        }

        var value = j == _current.Length || (i < _reference.Length && _reference[i] <= _current[j]) ? _reference[i] : _current[j];
        while (i < _reference.Length && _reference[i] == value)
        {
            i++;
        }

        while (j < _current.Length && _current[j] == value)
        {
            j++;
        }

        (Value, EqualReferences, EqualCurrents, References, Currents) = (value, i - References, j - Currents, i, j);
        return true;
    }
}
