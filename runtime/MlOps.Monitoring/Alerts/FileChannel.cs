using System.Text.Json;

namespace MlOps.Monitoring;

/// <summary>Appends alerts to a file, a JSON object a line. Several monitors and processes may share one.</summary>
/// <param name="path">The file; it and its folder are made when the first alert comes.</param>
public sealed class FileChannel(string path) : IAlertChannel
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    // One after the other within the process; other processes are kept out by the lock of the file.
    private static readonly SemaphoreSlim s_gate = new(1, 1);

    private readonly string _path = Path.GetFullPath(path);

    /// <inheritdoc/>
    public string Name => $"the file '{_path}'";

    /// <inheritdoc/>
    public async Task SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        await s_gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var file = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync((byte[])[.. Line(alert), (byte)'\n'], cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            s_gate.Release();
        }
    }

    /// <summary>The end of the file is nobody else's while a line is written there; who comes meanwhile waits.</summary>
    private async Task<FileStream> OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (File.Exists(_path) && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(s_pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static byte[] Line(Alert alert)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("id", alert.Id);
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
