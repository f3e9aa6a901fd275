using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary>The JSON document of <c>mlops data status</c>; values that are absent are <c>null</c>.</summary>
internal static class DataStatusJson
{
    public static void Write(Stream output, DvcRepository repository, IReadOnlyList<DatasetStatus> statuses)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteBoolean("clean", statuses.All(static status => status.IsClean));
        writer.WriteStartArray("datasets");
        foreach (var status in statuses)
        {
            writer.WriteStartObject();
            writer.WriteString("path", status.Path);
            writer.WriteString("state", Word(status.State));
            writer.WriteString("expected", status.Expected);
            writer.WriteString("actual", status.Actual);
            if (status.Size is { } size)
            {
                writer.WriteNumber("size", size);
            }
            else
            {
                writer.WriteNull("size");
            }

            // One file is one; a folder will say how many it has, and what changed in it.
            if (status.State == DatasetState.NotCompared)
            {
                writer.WriteNull("files");
            }
            else
            {
                writer.WriteNumber("files", 1);
            }

            writer.WriteStartArray("changes");
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("dvc");
        writer.WriteString("root", repository.Root);
        writer.WriteString("cache", repository.Cache.Folder);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    internal static string Word(DatasetState state) => state switch
    {
        DatasetState.Unchanged => "unchanged",
        DatasetState.Modified => "modified",
        DatasetState.Deleted => "deleted",
        DatasetState.Missing => "missing",
        DatasetState.NotInCache => "not_in_cache",
        DatasetState.Corrupt => "corrupt",
        _ => "not_compared",
    };
}
