using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>An experiment on a server.</summary>
public sealed record Experiment
{
    /// <summary>Its id.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where artifacts of its runs go.</summary>
    public string ArtifactLocation { get; init; } = "";

    /// <summary>Whether it was not deleted.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    internal static Experiment Read(JsonElement json) => new()
    {
        ExperimentId = json.Text("experiment_id"),
        Name = json.Text("name"),
        ArtifactLocation = json.Text("artifact_location"),
        IsActive = json.Text("lifecycle_stage") != "deleted",
        CreationTime = json.Time("creation_time"),
        LastUpdateTime = json.Time("last_update_time"),
        Tags = json.Pairs("tags"),
    };
}
