using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MlOps.MLflow.Artifacts;
using MlOps.Recording;

namespace MlOps.MLflow.Delivery;

/// <summary>Brings the files of runs to a server: those that it lacks, or that changed since.</summary>
internal sealed class ArtifactCourier(MlflowClient client, DeliveryLog log)
{
    // An MLmodel is a page of text; larger is something else of that name.
    private const long LargestModelFile = 1024 * 1024;

    private const int MostAttempts = 5;

    // By run and path: why a server would not take it. Kept until the program ends, or somebody asks for the run to be sent again.
    private readonly ConcurrentDictionary<(string Run, string Path), string> _refused = new();

    /// <summary>The files of a run that are not there yet, with what they are like now.</summary>
    public static List<KeyValuePair<string, string>> Missing(Outbox outbox, OutboxRun run)
    {
        var missing = new List<KeyValuePair<string, string>>();
        foreach (var path in FilesOf(run.Artifacts))
        {
            var state = StateOf(new FileInfo(Path.Combine(run.Artifacts, path)));
            if (state is not null && outbox.Delivered(run.RunId, FactKind.Artifact, path) != state)
            {
                missing.Add(KeyValuePair.Create(path, state));
            }
        }

        return missing;
    }

    /// <summary>Whether the server has every file of a run that it takes.</summary>
    /// <param name="outbox">The store.</param>
    /// <param name="run">The run.</param>
    /// <param name="refusal">Why it lacks some for good.</param>
    public bool IsComplete(Outbox outbox, OutboxRun run, out string? refusal)
    {
        refusal = null;
        foreach (var (path, _) in Missing(outbox, run))
        {
            if (!_refused.TryGetValue((run.RunId, path), out refusal))
            {
                return false;
            }
        }

        return true;
    }

    public async Task DeliverAsync(Outbox outbox, OutboxRun run, CancellationToken cancellationToken)
    {
        foreach (var (path, state) in Missing(outbox, run))
        {
            if (_refused.ContainsKey((run.RunId, path)))
            {
                continue;
            }

            try
            {
                await UploadSurelyAsync(run, path, cancellationToken).ConfigureAwait(false);
                outbox.SetDelivered(run.RunId, FactKind.Artifact, KeyValuePair.Create(path, state));
            }
            catch (MlflowException fault) when (fault.Code == MlflowErrorCode.ContentDiffers || !DeliveryFault.MayPass(fault))
            {
                Refuse(run, path, $"{fault.Reason} {fault.Hint}".TrimEnd());
            }
            catch (ArgumentException fault)
            {
                Refuse(run, path, fault.Message); // A name that MLflow does not know, from somebody who wrote into the folder.
            }
            catch (FileNotFoundException)
            {
                // It was replaced just now; the next round finds what there is then.
            }
        }
    }

    private void Refuse(OutboxRun run, string path, string reason)
    {
        _refused[(run.RunId, path)] = reason;
        log.Refused(run, "artifact", path, reason);
    }

    /// <summary>What arrives otherwise than it was sent is sent again at once, a few times; then something is wrong that does not pass, and nothing else waits for it.</summary>
    private async Task UploadSurelyAsync(OutboxRun run, string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await UploadAsync(run, path, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (MlflowException fault) when (fault.Code == MlflowErrorCode.ContentDiffers && attempt < MostAttempts)
            {
                // Once more.
            }
        }
    }

    private async Task UploadAsync(OutboxRun run, string path, CancellationToken cancellationToken)
    {
        var file = Path.Combine(run.Artifacts, path);
        long before = 0;
        var progress = new Told(sent =>
        {
            log.SentBytes(sent - before);
            before = sent;
        });
        var content = Path.GetFileName(path) == "MLmodel" && new FileInfo(file).Length <= LargestModelFile
            ? await TranslateAsync(run, file, cancellationToken).ConfigureAwait(false)
            : WholeFile.OpenRead(file);
        await using (content.ConfigureAwait(false))
        {
            await client.Artifacts.UploadToAsync(run.RemoteRun!, run.RemoteArtifacts!, content, path, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The description of a model names the run that made it: there, by the id that the run has there.</summary>
    private static async Task<Stream> TranslateAsync(OutboxRun run, string file, CancellationToken cancellationToken) =>
        new MemoryStream(Encoding.UTF8.GetBytes(
            (await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Replace(run.RunId, run.RemoteRun, StringComparison.Ordinal)));

    // A store of MLflow's own may keep artifacts elsewhere than on this machine.
    private static IEnumerable<string> FilesOf(string folder) =>
        Path.IsPathFullyQualified(folder) && Directory.Exists(folder) ? Staging.FilesOf(folder).Where(static path => !path.EndsWith(".partial", StringComparison.Ordinal)) : [];

    private static string? StateOf(FileInfo file) =>
        file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}") : null;

    /// <summary>Unlike <see cref="Progress{T}"/>, in order and at once.</summary>
    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}
