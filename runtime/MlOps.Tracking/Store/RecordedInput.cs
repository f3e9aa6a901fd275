namespace MlOps.Store;

/// <summary>A version of a data set that runs read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Digest">What it held.</param>
/// <param name="Source">Where it lies; null for data in memory.</param>
internal sealed record RecordedInput(string Name, string Digest, string? Source)
{
    /// <summary>Its columns and their types in MLflow's words, where it is a table and they were recorded.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Columns { get; init; } = [];
}
