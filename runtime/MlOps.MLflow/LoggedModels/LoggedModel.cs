using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>A logged model on a server of MLflow 3: files of a model with what was measured on them, in an experiment of their own right.</summary>
public sealed record LoggedModel
{
    /// <summary>Its id, <c>m-</c> and 32 hex digits.</summary>
    public required string ModelId { get; init; }

    /// <summary>The experiment it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Its name, which others may have as well.</summary>
    public string Name { get; init; } = "";

    /// <summary>What kind of model it is, as whoever made it calls that.</summary>
    public string ModelType { get; init; } = "";

    /// <summary>The run that made it; null for none.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>Whether its files are complete.</summary>
    public LoggedModelStatus Status { get; init; }

    /// <summary>Where its files are.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Its params.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    /// <summary>What was measured on it, in any run.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    internal static LoggedModel Read(JsonElement json)
    {
        var info = json.Need("info");
        var model = new LoggedModel
        {
            ModelId = info.Text("model_id"),
            ExperimentId = info.Text("experiment_id"),
            Name = info.Text("name"),
            ModelType = info.Text("model_type"),
            SourceRunId = info.TextOrNull("source_run_id") is { Length: > 0 } run ? run : null,
            Status = LoggedModelStatusText.Parse(info.Text("status")),
            ArtifactUri = info.Text("artifact_uri"),
            CreationTime = info.Time("creation_timestamp_ms"),
            LastUpdateTime = info.Time("last_updated_timestamp_ms"),
            Tags = info.Pairs("tags"),
        };
        return json.Find("data") is { } data ? model with { Params = data.Pairs("params"), Metrics = data.List("metrics", Metric.Read) } : model;
    }
}
