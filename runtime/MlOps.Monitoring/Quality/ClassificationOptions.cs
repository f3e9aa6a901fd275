namespace MlOps.Monitoring;

/// <summary>How a classification is judged. All of it has defaults.</summary>
public sealed record ClassificationOptions
{
    /// <summary>
    /// The label that counts as found, of two; <see langword="null"/>: <c>1</c> where there is one, else the column of the probability where
    /// it is called like a label, else the last label in order.
    /// </summary>
    public string? PositiveLabel { get; init; }

    /// <summary>From which probability on the positive label, of two, is predicted.</summary>
    public double Threshold { get; init; } = 0.5;
}
