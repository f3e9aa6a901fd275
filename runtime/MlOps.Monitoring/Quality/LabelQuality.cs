namespace MlOps.Monitoring;

/// <summary>How well one label is told from all others.</summary>
/// <param name="Label">The label.</param>
/// <param name="Support">The number of its rows.</param>
/// <param name="Precision">The share of right ones among the rows that were given it; <see langword="null"/> when none was.</param>
/// <param name="Recall">The share of right ones among its rows; <see langword="null"/> when it has none.</param>
/// <param name="F1">The harmonic mean of both; <see langword="null"/> when the label is neither there nor predicted.</param>
/// <param name="RocAuc">How likely a row of it has a higher probability of it than another row has; <see langword="null"/> without probabilities, or when only one kind is there.</param>
public sealed record LabelQuality(string Label, long Support, double? Precision, double? Recall, double? F1, double? RocAuc);
