namespace MlOps.Monitoring;

/// <summary>A column of numbers. NaN is a missing value; infinities are kept and never compared.</summary>
public sealed class NumberColumn : Column
{
    private readonly ReadOnlyMemory<double> _values;

    /// <param name="name">Its name in the header.</param>
    /// <param name="values">A value a row, NaN where it is missing. Not copied: must not change afterwards.</param>
    /// <param name="isInteger">Whether all are whole numbers, written as such.</param>
    public NumberColumn(string name, ReadOnlyMemory<double> values, bool isInteger = false)
        : base(name)
    {
        _values = values;
        IsInteger = isInteger;
    }

    /// <summary>Whether all are whole numbers, written as such.</summary>
    public bool IsInteger { get; }

    /// <inheritdoc/>
    public override int Count => _values.Length;

    /// <summary>A value a row, NaN where it is missing.</summary>
    public ReadOnlySpan<double> Values => _values.Span;
}
