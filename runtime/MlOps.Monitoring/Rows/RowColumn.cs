namespace MlOps.Monitoring;

/// <summary>A column of rows that a program observes.</summary>
/// <param name="Name">Its name, unique among those of a row.</param>
/// <param name="IsText">Whether its values are texts, each a level; numbers otherwise.</param>
public sealed record RowColumn(string Name, bool IsText)
{
    /// <summary>What it is to the model.</summary>
    public ColumnRole Role { get; init; }

    /// <summary>Whether its values must never be kept in the clear.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>Whether its numbers are levels, equal or not.</summary>
    public bool IsCategorical { get; init; }

    /// <summary>Whether its texts are names of an enum or truths, which a reference may spell otherwise: <c>red</c> for <c>Red</c>, <c>1</c> for <c>True</c>.</summary>
    public bool IsSymbolic { get; init; }

    /// <summary>Whether its numbers are floats, which are compared as the decimal numbers that they were made of: 5.1 as 5.1.</summary>
    public bool IsSingle { get; init; }

    /// <summary>How its values are compared.</summary>
    public ColumnType Type => IsText || IsCategorical ? ColumnType.Categorical : ColumnType.Numeric;
}
