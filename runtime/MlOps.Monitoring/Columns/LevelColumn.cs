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

    /// <summary>The column of texts in memory.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="texts">The text of each row; <see langword="null"/> where it is missing.</param>
    public static LevelColumn Of(string name, IReadOnlyCollection<string?> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var (codes, at) = (new int[texts.Count], 0);
        foreach (var text in texts)
        {
            codes[at++] = text is null ? Missing : known.TryGetValue(text, out var code) ? code : known[text] = known.Count;
        }

        return new LevelColumn(name, codes, [.. known.OrderBy(static pair => pair.Value).Select(static pair => pair.Key)]);
    }

    /// <inheritdoc/>
    public override int Count => _codes.Length;

    /// <summary>A place in <see cref="Levels"/> a row, <see cref="Missing"/> where it is missing.</summary>
    public ReadOnlySpan<int> Codes => _codes.Span;
}
