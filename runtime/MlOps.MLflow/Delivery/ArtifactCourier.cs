using System.Globalization;
using MlOps.MLflow.Artifacts;
using MlOps.Recording;

namespace MlOps.MLflow.Delivery;

/// <summary>Brings the files of runs to a server: those that it lacks, or that changed since.</summary>
internal sealed class ArtifactCourier(MlflowClient client, DeliveryLog log)
{
    private const int MostAttempts = 5;

    /// <summary>The files of a run that are not there yet, with what they are like now. Those that the server refused are not among them, as long as they stay what they were.</summary>
    public static List<KeyValuePair<string, string>> Missing(Outbox outbox, OutboxRun run)
    {
        var delivered = outbox.Delivered(run.RunId, FactKind.Artifact);
        var missing = new List<KeyValuePair<string, string>>();
        foreach (var path in FilesOf(run.Artifacts))
        {
            var state = StateOf(new FileInfo(Path.Combine(run.Artifacts, path)));
            if (state is not null && delivered.GetValueOrDefault(path) != state)
            {
                missing.Add(KeyValuePair.Create(path, state));
            }
        }

        return missing;
    }

    public async Task DeliverAsync(Outbox outbox, OutboxRun run, CancellationToken cancellationToken)
    {
        foreach (var (path, state) in Missing(outbox, run))
        {
            try
            {
                var refusal = await TryUploadAsync(run, path, cancellationToken).ConfigureAwait(false);
                outbox.SetDelivered(run.RunId, FactKind.Artifact, KeyValuePair.Create(path, state));
                if (refusal is null)
                {
                    outbox.SetTaken(run.RunId, FactKind.Artifact, path);
                }
                else
                {
                    outbox.SetRefused(run.RunId, FactKind.Artifact, path, refusal);
                    log.Refused(run, FactKind.Artifact, path, refusal);
                }
            }
            catch (FileNotFoundException)
            {
                // It was replaced just now; the next round finds what there is then.
            }
        }
    }

    /// <returns>Why the server does not take the file; null if it has it.</returns>
    private async Task<string?> TryUploadAsync(OutboxRun run, string path, CancellationToken cancellationToken)
    {
        try
        {
            await UploadSurelyAsync(run, path, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (MlflowException fault) when (fault.Code == MlflowErrorCode.ContentDiffers || !DeliveryFault.MayPass(fault))
        {
            return $"{fault.Reason} {fault.Hint}".TrimEnd();
        }
        catch (ArgumentException fault)
        {
            return fault.Message; // A name that MLflow does not know, from somebody who wrote into the folder.
        }
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
        var content = RemoteModelDocument.IsAt(file)
            ? await RemoteModelDocument.ReadAsync(file, run.RunId, run.RemoteRun, modelId: null, cancellationToken).ConfigureAwait(false)
            : WholeFile.OpenRead(file);
        await using (content.ConfigureAwait(false))
        {
            await client.Artifacts.UploadToAsync(run.RemoteRun!, run.RemoteArtifacts!, content, path, progress, cancellationToken).ConfigureAwait(false);
        }
    }

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
