namespace MlOps.Monitoring;

/// <summary>What a comparison of two sets of rows found.</summary>
/// <param name="Mode">By what rules.</param>
/// <param name="Dataset">The verdict on all columns together.</param>
/// <param name="Columns">The verdict on each, in the order of the reference.</param>
public sealed record DriftReport(DriftMode Mode, DatasetDrift Dataset, IReadOnlyList<ColumnDrift> Columns);

/// <summary>The verdict on all columns together.</summary>
/// <param name="Drift">Whether the data set drifts.</param>
/// <param name="Share">The share of drifted columns, 0 … 1.</param>
/// <param name="Drifted">The number of drifted columns.</param>
/// <param name="Columns">The number of compared columns.</param>
public sealed record DatasetDrift(bool Drift, double Share, int Drifted, int Columns);
