namespace MlOps.Store;

/// <summary>A registered model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is; empty when nobody said.</param>
/// <param name="Created">When it was registered, UTC.</param>
/// <param name="Updated">When it changed last, UTC.</param>
/// <param name="Tags">Its tags, by key.</param>
/// <param name="Aliases">The versions that its aliases point at, by alias.</param>
/// <param name="LatestVersion">The number of its newest version that is not deleted; <see langword="null"/> while it has none.</param>
public sealed record RecordedModel(
    string Name,
    string Description,
    DateTimeOffset? Created,
    DateTimeOffset? Updated,
    IReadOnlyDictionary<string, string> Tags,
    IReadOnlyDictionary<string, long> Aliases,
    long? LatestVersion);
