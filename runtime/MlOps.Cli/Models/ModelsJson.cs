using System.Globalization;
using System.Text.Json;
using MlOps.MLflow;

namespace MlOps.Cli.Models;

/// <summary>The JSON documents of <c>mlops models</c>.</summary>
internal static class ModelsJson
{
    public static void WriteList(Stream output, IEnumerable<RegisteredModel> models)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartArray();
        foreach (var model in models)
        {
            writer.WriteStartObject();
            WriteModel(writer, model);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteModel(Stream output, RegisteredModel model, IEnumerable<ModelVersion> versions)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        WriteModel(writer, model);
        writer.WriteStartArray("versions");
        foreach (var version in versions)
        {
            WriteVersion(writer, version);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteVersion(Stream output, ModelVersion version)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        WriteVersion(writer, version);
    }

    private static void WriteModel(Utf8JsonWriter writer, RegisteredModel model)
    {
        writer.WriteString("name", model.Name);
        writer.WriteString("description", model.Description);
        JsonOutput.WriteTime(writer, "created", model.CreationTime);
        JsonOutput.WriteTime(writer, "updated", model.LastUpdateTime);
        JsonOutput.WriteNumber(writer, "latest_version", model.LatestVersions.Max(static version => (long?)Number(version.Version)));
        writer.WriteStartObject("aliases");
        foreach (var (alias, version) in model.Aliases)
        {
            writer.WriteNumber(alias, Number(version));
        }

        writer.WriteEndObject();
        WriteTags(writer, model.Tags);
    }

    private static void WriteVersion(Utf8JsonWriter writer, ModelVersion version)
    {
        writer.WriteStartObject();
        writer.WriteString("name", version.Name);
        writer.WriteNumber("version", Number(version.Version));
        writer.WriteString("run_id", version.RunId);
        writer.WriteString("source", version.Source);
        writer.WriteString("stage", version.CurrentStage);
        writer.WriteString("status", version.Status);
        writer.WriteString("description", version.Description);
        JsonOutput.WriteTime(writer, "created", version.CreationTime);
        JsonOutput.WriteTime(writer, "updated", version.LastUpdateTime);
        JsonOutput.WriteTexts(writer, "aliases", version.Aliases);
        WriteTags(writer, version.Tags);
        writer.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> tags)
    {
        writer.WriteStartObject("tags");
        foreach (var (key, value) in tags)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static long Number(string version) => long.Parse(version, NumberStyles.None, CultureInfo.InvariantCulture);
}
