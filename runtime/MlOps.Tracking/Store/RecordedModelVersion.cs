namespace MlOps.Store;

/// <summary>A version of a registered model.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Version">Its version: 1, 2, 3.</param>
/// <param name="RunId">The run that made it, if that is known.</param>
/// <param name="Source">Where its files lie.</param>
/// <param name="Created">When it was registered, UTC.</param>
/// <param name="Aliases">The aliases that point at it.</param>
internal sealed record RecordedModelVersion(
    string Name, long Version, string? RunId, string? Source, DateTimeOffset? Created, IReadOnlyList<string> Aliases);
