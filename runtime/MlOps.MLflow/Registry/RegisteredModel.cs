using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>A model in the registry, which has versions.</summary>
public sealed record RegisteredModel
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What is said of it.</summary>
    public string Description { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>The latest version of each stage.</summary>
    public IReadOnlyList<ModelVersion> LatestVersions { get; init; } = [];

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Its aliases, and the version that each means.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    internal static RegisteredModel Read(JsonElement json) => new()
    {
        Name = json.Text("name"),
        Description = json.Text("description"),
        CreationTime = json.Time("creation_timestamp"),
        LastUpdateTime = json.Time("last_updated_timestamp"),
        LatestVersions = json.List("latest_versions", ModelVersion.Read),
        Tags = json.Pairs("tags"),
        Aliases = json.Pairs("aliases", "alias", "version"),
    };
}
