using MlOps.Data.Transfer;

namespace MlOps.Data;

/// <summary>Brings into the cache what was imported from other repositories: these keep it, and no remote of ours has it.</summary>
internal static class ImportedContent
{
    /// <param name="repository">The repository.</param>
    /// <param name="options">Which data sets.</param>
    /// <param name="run">Told what became of each.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task FetchAsync(DvcRepository repository, TransferOptions options, TransferRun run, CancellationToken cancellationToken)
    {
        var imported = DatasetTargets.Of(repository, options.Targets, cancellationToken)
            .Where(static target => target.Tracked.IsImported).Select(static target => target.Tracked).DistinctBy(static tracked => tracked.FullPath)
            .Select(static tracked => (Tracked: tracked, From: ImportSource.Read(DvcPointer.Read(tracked.File))))
            .Where(import => import.From?.Repository is not null && IsLacking(repository.Cache, import.Tracked.Output));
        foreach (var group in imported.GroupBy(static import => import.From!.Repository!))
        {
            UsedObject[] items = [.. group.Select(static import => new UsedObject(import.Tracked.Output.Md5!, import.Tracked.Output.IsLegacy, import.Tracked.Path))];
            try
            {
                await DatasetImporter.InRevisionAsync(repository, group.Key.Url, group.Key.RevLock, async (there, scratch) =>
                {
                    foreach (var (item, import) in items.Zip(group))
                    {
                        await run.MoveAsync([item], 1, (_, token) => FetchAsync(repository, there, import.From!.Path, (item, scratch), token), cancellationToken).ConfigureAwait(false);
                    }

                    return true;
                }, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is DataOperationException or DatasetException or DvcFormatException or IOException)
            {
                foreach (var item in items.Where(item => IsLacking(repository.Cache, item)))
                {
                    run.Failed(item, problem.Message);
                }
            }
        }
    }

    private static async Task<long> FetchAsync(
        DvcRepository repository, ForeignRevision there, string path, (UsedObject Item, string Scratch) to, CancellationToken cancellationToken)
    {
        var arriving = Path.Combine(to.Scratch, Path.GetRandomFileName());
        await there.WriteAsync(path, arriving, cancellationToken).ConfigureAwait(false);
        var stored = DatasetAdder.Store(repository, arriving, new AddOptions { IsImport = true }, cancellationToken);
        return !IsLacking(repository.Cache, to.Item) ? stored.Size : throw new DataOperationException(
            to.Item.Path, $"'{path}' of the other repository is {stored.Md5}, and the pointer of '{to.Item.Path}' says {to.Item.Md5}: run 'mlops data update {to.Item.Path}'.");
    }

    private static bool IsLacking(DvcCache cache, DvcOutput output) =>
        Md5.Md5Value.TryParse(output.PlainMd5, out _) && IsLacking(cache, new UsedObject(output.Md5!, output.IsLegacy, ""));

    private static bool IsLacking(DvcCache cache, UsedObject item) => !item.IsFolder
        ? !cache.Contains(item.Md5, item.IsLegacy)
        : cache.ReadTree(item.Md5, item.IsLegacy) is not { } entries || entries.Any(entry => !cache.Contains(entry.Md5.ToString(), item.IsLegacy));
}
