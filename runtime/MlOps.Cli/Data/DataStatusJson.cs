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
            Write(writer, status);
        }

        writer.WriteEndArray();
        WriteDvc(writer, statuses);
        writer.WriteString("root", repository.Root);
        writer.WriteString("cache", repository.Cache.Folder);
        writer.WriteEndObject();
    }

    internal static string Word(DatasetState state) => state switch
    {
        DatasetState.Unchanged => "unchanged",
        DatasetState.Modified => "modified",
        DatasetState.Added => "added",
        DatasetState.Deleted => "deleted",
        DatasetState.Missing => "missing",
        DatasetState.NotInCache => "not_in_cache",
        _ => "corrupt",
    };

    private static void Write(Utf8JsonWriter writer, DatasetStatus status)
    {
        writer.WriteStartObject();
        writer.WriteString("path", status.Path);
        writer.WriteString("state", Word(status.State));
        writer.WriteString("expected", status.Expected);
        writer.WriteString("actual", status.Actual);
        JsonOutput.WriteNumber(writer, "size", status.Size);
        JsonOutput.WriteNumber(writer, "files", status.Files);
        writer.WriteStartArray("changes");
        foreach (var change in status.Changes)
        {
            writer.WriteStartObject();
            writer.WriteString("path", change.Path);
            writer.WriteString("state", Word(change.State));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What <c>dvc status --json</c> prints: of each pointer what changed, and nothing of those that did not.</summary>
    private static void WriteDvc(Utf8JsonWriter writer, IReadOnlyList<DatasetStatus> statuses)
    {
        writer.WriteStartObject("dvc");
        foreach (var pointer in statuses.Where(static status => status.DvcWord is not null).GroupBy(static status => status.PointerFile))
        {
            writer.WriteStartArray(pointer.Key);
            writer.WriteStartObject();
            writer.WriteStartObject("changed outs");
            foreach (var status in pointer)
            {
                writer.WriteString(status.Path, status.DvcWord);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
