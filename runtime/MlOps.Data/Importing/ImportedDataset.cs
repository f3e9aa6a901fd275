namespace MlOps.Data;

/// <summary>A data set that came from elsewhere.</summary>
/// <param name="Source">Where it came from, as the pointer says.</param>
/// <param name="Dataset">What it is here.</param>
public sealed record ImportedDataset(string Source, AddedDataset Dataset);
