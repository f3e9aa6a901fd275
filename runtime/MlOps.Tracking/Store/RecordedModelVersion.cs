namespace MlOps.Store;

/// <summary>A version of a registered model.</summary>
/// <param name="Name">The name of the model.</param>
/// <param name="Version">Its version: 1, 2, 3.</param>
/// <param name="RunId">The run that made it, if that is known.</param>
/// <param name="Source">Where its files lie.</param>
/// <param name="Created">When it was registered, UTC.</param>
/// <param name="Aliases">The aliases that point at it.</param>
public sealed record RecordedModelVersion(
    string Name, long Version, string? RunId, string? Source, DateTimeOffset? Created, IReadOnlyList<string> Aliases)
{
    /// <summary>What it is; empty when nobody said.</summary>
    public string Description { get; init; } = "";

    /// <summary>MLflow's word for how far it has come: <c>None</c>, <c>Staging</c>, <c>Production</c> or <c>Archived</c>.</summary>
    public string Stage { get; init; } = "None";

    /// <summary>Whether it can be used, in MLflow's word: <c>READY</c>.</summary>
    public string Status { get; init; } = "READY";

    /// <summary>Who registered it, if that is known.</summary>
    public string? User { get; init; }

    /// <summary>When it changed last, UTC.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>Its tags, by key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
