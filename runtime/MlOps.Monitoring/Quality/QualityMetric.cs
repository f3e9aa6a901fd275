namespace MlOps.Monitoring;

/// <summary>A metric under its name, in snake case as MLflow and Evidently write it.</summary>
/// <param name="Name">Such as <c>accuracy</c>, or <c>recall.spam</c> for one label.</param>
/// <param name="Value">Its value; <see langword="null"/> where it is not defined.</param>
public readonly record struct QualityMetric(string Name, double? Value);
