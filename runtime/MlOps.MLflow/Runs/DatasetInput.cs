using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>A version of a data set that a run read.</summary>
/// <param name="Name">Its name, at most 500 characters.</param>
/// <param name="Digest">What it held, at most 36 characters: a SHA-256 in hex does not fit.</param>
/// <param name="SourceType">What kind of place it lies in, such as <c>local</c>, <c>http</c> or <c>code</c>.</param>
/// <param name="Source">The place, as JSON in the form of its kind.</param>
public sealed record DatasetInput(string Name, string Digest, string SourceType, string Source)
{
    /// <summary>Its columns, as JSON in MLflow's form.</summary>
    public string? Schema { get; init; }

    /// <summary>What it looks like in numbers, as JSON.</summary>
    public string? Profile { get; init; }

    /// <summary>Tags of this use of it; <c>mlflow.data.context</c> says what it was used for, such as <c>training</c>.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    internal static DatasetInput Read(JsonElement json)
    {
        var dataset = json.Need("dataset");
        return new DatasetInput(dataset.Text("name"), dataset.Text("digest"), dataset.Text("source_type"), dataset.Text("source"))
        {
            Schema = dataset.TextOrNull("schema"),
            Profile = dataset.TextOrNull("profile"),
            Tags = json.Pairs("tags"),
        };
    }

    internal static void Write(Utf8JsonWriter json, DatasetInput input)
    {
        json.Pairs("tags", input.Tags);
        json.WriteStartObject("dataset");
        json.WriteString("name", input.Name);
        json.WriteString("digest", input.Digest);
        json.WriteString("source_type", input.SourceType);
        json.WriteString("source", input.Source);
        json.Optional("schema", input.Schema);
        json.Optional("profile", input.Profile);
        json.WriteEndObject();
    }
}
