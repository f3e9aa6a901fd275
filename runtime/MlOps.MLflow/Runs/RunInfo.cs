using System.Text.Json;
using MlOps.MLflow.Wire;
using MlOps.Store;

namespace MlOps.MLflow;

/// <summary>What a server knows of a run as a whole.</summary>
public sealed record RunInfo
{
    /// <summary>Its id.</summary>
    public required string RunId { get; init; }

    /// <summary>The experiment it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Its name.</summary>
    public string RunName { get; init; } = "";

    /// <summary>Who ran it.</summary>
    public string UserId { get; init; } = "";

    /// <summary>How far it has come; null for a status that this client does not know.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Where its artifacts are.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary>Whether it was not deleted.</summary>
    public bool IsActive { get; init; } = true;

    internal static RunInfo Read(JsonElement json) => new()
    {
        RunId = json.TextOrNull("run_id") ?? json.Text("run_uuid"),
        ExperimentId = json.Text("experiment_id"),
        RunName = json.Text("run_name"),
        UserId = json.Text("user_id"),
        Status = RunStatusText.Parse(json.Text("status")),
        StartTime = json.Time("start_time"),
        EndTime = json.Time("end_time"),
        ArtifactUri = json.Text("artifact_uri"),
        IsActive = json.Text("lifecycle_stage") != "deleted",
    };
}
