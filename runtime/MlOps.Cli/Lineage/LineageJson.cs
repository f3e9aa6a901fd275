using System.Text.Json;
using MlOps.Cli.Runs;

namespace MlOps.Cli.Lineage;

/// <summary>A lineage for programs.</summary>
internal static class LineageJson
{
    public static void Write(Stream output, LineageGraph graph)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        JsonOutput.WriteTexts(writer, "subjects", graph.Subjects.Select(static node => node.Id));
        writer.WriteBoolean("complete", !graph.IsCut);
        writer.WriteStartArray("nodes");
        foreach (var node in graph.Nodes)
        {
            writer.WriteStartObject();
            writer.WriteString("id", node.Id);
            WriteNode(writer, node);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("edges");
        foreach (var edge in graph.Edges)
        {
            writer.WriteStartObject();
            writer.WriteString("from", edge.From);
            writer.WriteString("to", edge.To);
            writer.WriteString("kind", LineageGraph.NameOf(edge.Kind));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter writer, LineageNode node)
    {
        switch (node)
        {
            case DataNode data:
                writer.WriteString("kind", "data");
                writer.WriteString("digest", data.Digest);
                JsonOutput.WriteTexts(writer, "names", data.Names);
                JsonOutput.WriteTexts(writer, "sources", data.Sources);
                WriteCommits(writer, data);
                break;
            case RunNode { Run: var run } known:
                writer.WriteString("kind", "run");
                RunsJson.WriteRun(writer, run);
                writer.WriteString("fingerprint", known.Fingerprint);
                writer.WriteString("commit", known.Commit);
                break;
            case ArtifactNode artifact:
                writer.WriteString("kind", "artifact");
                writer.WriteString("run_id", artifact.RunId);
                writer.WriteString("path", artifact.Path);
                break;
            case ModelNode { Model: var model }:
                writer.WriteString("kind", "model");
                writer.WriteString("name", model.Name);
                writer.WriteNumber("version", model.Version);
                JsonOutput.WriteTexts(writer, "aliases", model.Aliases);
                writer.WriteString("source", model.Source);
                JsonOutput.WriteTime(writer, "created", model.Created);
                break;
        }
    }

    private static void WriteCommits(Utf8JsonWriter writer, DataNode data)
    {
        writer.WriteStartArray("commits");
        foreach (var version in data.Commits)
        {
            writer.WriteStartObject();
            writer.WriteString("commit", version.Commit);
            JsonOutput.WriteTime(writer, "time", version.Time);
            writer.WriteString("author", version.Author);
            writer.WriteString("subject", version.Subject);
            writer.WriteString("path", version.Dataset?.Path);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
