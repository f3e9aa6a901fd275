using System.Text.Json;

namespace MlOps.Monitoring;

/// <summary>Appends alerts to a file, a JSON object a line.</summary>
/// <param name="path">The file; it and its folder are made when the first alert comes.</param>
public sealed class FileChannel(string path) : IAlertChannel
{
    private readonly string _path = Path.GetFullPath(path);

    /// <inheritdoc/>
    public string Name => $"the file '{_path}'";

    /// <inheritdoc/>
    public async Task SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        await File.AppendAllBytesAsync(_path, [.. Line(alert), (byte)'\n'], cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Line(Alert alert)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", alert.Time.UtcDateTime);
            writer.WriteString("state", alert.IsResolved ? "resolved" : "firing");
            writer.WriteString("monitor", alert.Monitor);
            writer.WriteString("rule", alert.Rule.Name);
            writer.WriteString("metric", alert.Rule.Metric);
            if (double.IsFinite(alert.Value))
            {
                writer.WriteNumber("value", alert.Value);
            }

            writer.WriteNumber("threshold", alert.Rule.Threshold);
            writer.WriteString("since", alert.Since.UtcDateTime);
            writer.WriteStartArray("drifted");
            foreach (var column in alert.Drifted)
            {
                writer.WriteStringValue(column);
            }

            writer.WriteEndArray();
            writer.WriteString("message", alert.Message);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
