using MlOps.Data.Remotes;

namespace MlOps.Data.Transfer;

/// <summary>What stages are known to make from what: small files below <c>runs/</c>, named by digests of what they are about.</summary>
internal sealed class RunCache(DvcCache cache, IRemote remote, int jobs)
{
    private const string Prefix = "runs/";

    public async Task PushAsync(TransferRun run, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(cache.Folder, "runs");
        if (!Directory.Exists(folder))
        {
            return;
        }

        var keys = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(cache.Folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(IsEntry)
            .ToArray();
        var there = await RemoteIndex.FindAsync(remote, keys, jobs, cancellationToken).ConfigureAwait(false);
        await run.MoveAsync([.. keys.Where(key => !there.ContainsKey(key)).Select(Item)], jobs, async (item, token) =>
        {
            var source = new UploadSource(Path.Combine(cache.Folder, item.Path), Md5: null);
            await remote.UploadAsync(item.Path, source, token).ConfigureAwait(false);
            return source.Size;
        }, cancellationToken).ConfigureAwait(false);
    }

    public async Task FetchAsync(TransferRun run, CancellationToken cancellationToken)
    {
        await foreach (var page in remote.ListAsync(Prefix, cancellationToken).ConfigureAwait(false))
        {
            UsedObject[] lacking = [.. page.Select(static found => found.Key).Where(key => IsEntry(key) && !File.Exists(Path.Combine(cache.Folder, key))).Select(Item)];
            await run.MoveAsync(lacking, jobs, async (item, token) =>
            {
                using var content = new MemoryStream();
                await remote.DownloadAsync(item.Path, content, token).ConfigureAwait(false);
                var file = Path.Combine(cache.Folder, item.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                AtomicFile.Write(file, content.ToArray());
                return content.Length;
            }, cancellationToken).ConfigureAwait(false);
        }
    }

    private static UsedObject Item(string key) => new(key.Replace("/", "", StringComparison.Ordinal), IsLegacy: true, key);

    // "runs/e9/e957…/f322…": what is named otherwise is not of the run cache, whoever put it there.
    private static bool IsEntry(string key) => key.Split('/') is ["runs", { Length: 2 } start, { Length: 64 } stage, { Length: 64 } value]
        && stage.StartsWith(start, StringComparison.Ordinal) && stage.All(char.IsAsciiHexDigitLower) && value.All(char.IsAsciiHexDigitLower);
}
