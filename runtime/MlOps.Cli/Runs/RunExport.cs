using System.Text.Json;
using MlOps.Store;

namespace MlOps.Cli.Runs;

/// <summary>One run in a file: the document of <c>runs show</c>, and the whole history of each metric.</summary>
internal static class RunExport
{
    // A history of millions of values must not be held in memory as text.
    private const int FlushBytes = 1024 * 1024;

    public static void Write(string file, RunReader reader, RecordedRunDetails details)
    {
        var path = Path.GetFullPath(file);
        var partial = path + ".partial"; // Whoever reads the file sees all of it or none.
        using (var output = File.Create(partial))
        using (var writer = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            writer.WriteStartObject();
            RunsJson.WriteDetailsMembers(writer, details);
            writer.WriteStartObject("history");
            foreach (var name in details.Metrics.Keys)
            {
                writer.WriteStartArray(name);
                foreach (var value in reader.History(details.Run, name))
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("step", value.Step);
                    JsonOutput.WriteTime(writer, "time", value.Time);
                    JsonOutput.WriteNumber(writer, "value", value.Value);
                    writer.WriteEndObject();
                    if (writer.BytesPending > FlushBytes)
                    {
                        writer.Flush();
                    }
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        File.Move(partial, path, overwrite: true);
    }
}
