namespace MlOps.Monitoring;

/// <summary>How a correlation of two columns is measured.</summary>
public enum CorrelationKind
{
    /// <summary>How well a straight line describes two numeric columns, −1 … 1.</summary>
    Pearson,

    /// <summary>Pearson's, of ranks: how well any rising or falling curve does.</summary>
    Spearman,

    /// <summary>Tau-b: how much more often two rows agree in their order than not, −1 … 1.</summary>
    Kendall,

    /// <summary>How much the level of one categorical column says of another, 0 … 1.</summary>
    CramerV,
}
