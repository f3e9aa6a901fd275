namespace MlOps.Monitoring;

/// <summary>What a column of a row is to the model.</summary>
public enum ColumnRole
{
    /// <summary>What the model is given.</summary>
    Feature,

    /// <summary>What is to be predicted.</summary>
    Target,

    /// <summary>What the model says.</summary>
    Prediction,
}
