namespace MlOps.Monitoring;

/// <summary>How the values of a column are compared.</summary>
public enum ColumnType
{
    /// <summary>Numbers that have an order and distances.</summary>
    Numeric,

    /// <summary>Levels that are equal or not.</summary>
    Categorical,

    /// <summary>Free text, told apart by what can be counted in it.</summary>
    Text,
}
