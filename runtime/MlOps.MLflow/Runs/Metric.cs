using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>A value of a metric.</summary>
/// <param name="Key">The metric's name.</param>
/// <param name="Value">The value. NaN and infinities are sent as MLflow understands them; a server gives back infinities as the greatest finite numbers, which are read as infinities here.</param>
/// <param name="Timestamp">When it was measured; what is finer than a millisecond is cut off.</param>
/// <param name="Step">The step it belongs to.</param>
public sealed record Metric(string Key, double Value, DateTimeOffset Timestamp, long Step = 0)
{
    /// <summary>The logged model that it was measured on (MLflow 3).</summary>
    public string? ModelId { get; init; }

    /// <summary>The name of the data set that it was measured on (MLflow 3).</summary>
    public string? DatasetName { get; init; }

    /// <summary>The digest of that data set.</summary>
    public string? DatasetDigest { get; init; }

    internal static Metric Read(JsonElement json) => new(json.Text("key"), json.Double("value"), json.Time("timestamp") ?? default, json.Int64("step") ?? 0)
    {
        ModelId = json.TextOrNull("model_id"),
        DatasetName = json.TextOrNull("dataset_name"),
        DatasetDigest = json.TextOrNull("dataset_digest"),
    };

    internal static void Write(Utf8JsonWriter json, Metric metric)
    {
        json.WriteString("key", metric.Key);
        json.Metric("value", metric.Value);
        json.Optional("timestamp", (DateTimeOffset?)metric.Timestamp);
        json.WriteNumber("step", metric.Step);
        json.Optional("model_id", metric.ModelId);
        json.Optional("dataset_name", metric.DatasetName);
        json.Optional("dataset_digest", metric.DatasetDigest);
    }
}
