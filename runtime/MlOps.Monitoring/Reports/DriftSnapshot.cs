namespace MlOps.Monitoring;

/// <summary>What a comparison found at some time.</summary>
/// <param name="Time">When.</param>
/// <param name="Name">Of what, such as a window or a model; may be empty.</param>
/// <param name="Report">What it found.</param>
public sealed record DriftSnapshot(DateTimeOffset Time, string Name, DriftReport Report);

/// <summary>How the verdict on a column changed between two snapshots.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Before">The verdict of the earlier one; <see langword="null"/> where it has no such column.</param>
/// <param name="After">The verdict of the later one; <see langword="null"/> where it has no such column.</param>
public sealed record DriftChange(string Column, ColumnDrift? Before, ColumnDrift? After);
