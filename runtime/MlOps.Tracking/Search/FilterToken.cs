namespace MlOps.Search;

/// <summary>A word of the filter language.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Text">As it was written; of a quoted text what is between the quotes.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, int Start, string Text)
{
    /// <summary>Whether it is that keyword, in capitals or not.</summary>
    public bool Is(string keyword) => Kind == FilterTokenKind.Name && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}

internal enum FilterTokenKind
{
    End,

    /// <summary>A keyword, or a field with its dots and backticks.</summary>
    Name,
    Number,

    /// <summary>A text between single or double quotes.</summary>
    Quoted,
    Comparison,
    Open,
    Close,
    Comma,
}
