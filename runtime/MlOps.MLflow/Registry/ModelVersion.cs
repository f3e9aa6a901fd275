using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>A version of a registered model.</summary>
public sealed record ModelVersion
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version, a number that counts up from 1, as a text.</summary>
    public required string Version { get; init; }

    /// <summary>What is said of it.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where its files come from, such as <c>runs:/ID/model</c> or <c>models:/m-ID</c>.</summary>
    public string Source { get; init; } = "";

    /// <summary>The run that made it; null for none.</summary>
    public string? RunId { get; init; }

    /// <summary>A link to that run elsewhere.</summary>
    public string? RunLink { get; init; }

    /// <summary>The logged model that it is (MLflow 3); null for none.</summary>
    public string? ModelId { get; init; }

    /// <summary>Whether it can be used: <c>READY</c>, <c>PENDING_REGISTRATION</c> or <c>FAILED_REGISTRATION</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>Its stage: <c>None</c>, <c>Staging</c>, <c>Production</c> or <c>Archived</c>. MLflow advises aliases instead.</summary>
    public string CurrentStage { get; init; } = "None";

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The aliases that mean it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    internal static ModelVersion Read(JsonElement json) => new()
    {
        Name = json.Text("name"),
        Version = json.Text("version"),
        Description = json.Text("description"),
        Source = json.Text("source"),
        RunId = Given(json, "run_id"),
        RunLink = Given(json, "run_link"),
        ModelId = Given(json, "model_id"),
        Status = json.Text("status"),
        CurrentStage = json.TextOrNull("current_stage") ?? "None",
        CreationTime = json.Time("creation_timestamp"),
        LastUpdateTime = json.Time("last_updated_timestamp"),
        Tags = json.Pairs("tags"),
        Aliases = json.List("aliases", static alias => alias.GetString() ?? ""),
    };

    private static string? Given(JsonElement json, string name) => json.TextOrNull(name) is { Length: > 0 } text ? text : null;
}
