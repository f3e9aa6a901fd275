using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace MlOps.Monitoring;

/// <summary>Takes the values of one row, in the order of its columns. Generated code fills it; it allocates nothing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct RowWriter
{
    private readonly Span<double> _numbers;
    private readonly Span<string?> _texts;
    private int _number;
    private int _text;

    internal RowWriter(Span<double> numbers, Span<string?> texts)
    {
        _numbers = numbers;
        _texts = texts;
    }

    /// <summary>Whether as many values came as there are columns.</summary>
    internal readonly bool IsComplete => _number == _numbers.Length && _text == _texts.Length;

    /// <summary>The next number; NaN is a missing value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value) => _numbers[_number++] = value;

    /// <summary>The next number; <see langword="null"/> is a missing value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double? value) => Add(value ?? double.NaN);

    /// <summary>The next text; <see langword="null"/> is a missing value. Kept by reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(string? value) => _texts[_text++] = value;

    /// <summary>The next level, <c>True</c> or <c>False</c>.</summary>
    public void Add(bool value) => Add(value ? bool.TrueString : bool.FalseString);

    /// <summary>The next level; <see langword="null"/> is a missing value.</summary>
    public void Add(bool? value) => Add(value is { } known ? known ? bool.TrueString : bool.FalseString : null);

    /// <summary>The next level, one letter.</summary>
    public void Add(char value) => Add(Letters.Of(value));

    /// <summary>The next level; <see langword="null"/> is a missing value.</summary>
    public void Add(char? value) => Add(value is { } known ? Letters.Of(known) : null);
}
