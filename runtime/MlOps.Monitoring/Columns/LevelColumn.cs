namespace MlOps.Monitoring;

/// <summary>A column of texts, each kept once.</summary>
public sealed class LevelColumn : Column
{
    /// <summary>The code of a missing value.</summary>
    public const int Missing = -1;

    private readonly ReadOnlyMemory<int> _codes;

    /// <param name="name">Its name in the header.</param>
    /// <param name="codes">A place in <paramref name="levels"/> a row, <see cref="Missing"/> where it is missing. Not copied: must not change afterwards.</param>
    /// <param name="levels">The different texts, in any order.</param>
    public LevelColumn(string name, ReadOnlyMemory<int> codes, IReadOnlyList<string> levels)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(levels);
        _codes = codes;
        Levels = levels;
    }

    /// <summary>The different texts, in any order.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <inheritdoc/>
    public override int Count => _codes.Length;

    /// <summary>A place in <see cref="Levels"/> a row, <see cref="Missing"/> where it is missing.</summary>
    public ReadOnlySpan<int> Codes => _codes.Span;
}
