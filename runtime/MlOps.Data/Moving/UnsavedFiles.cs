using MlOps.Data.Stat;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Looks whether anything of a data set would be lost with its files.</summary>
internal static class UnsavedFiles
{
    /// <summary>The first file that the cache does not have, from the root of the repository; null when it has all.</summary>
    public static string? First(DvcRepository repository, TrackedOutput tracked, CancellationToken cancellationToken)
    {
        if (Directory.Exists(tracked.FullPath))
        {
            var inspector = new FolderInspector(repository.Stats, repository.Root) { IsTolerant = true };
            var content = tracked.Output.IsLegacy ? inspector.InspectLegacy(tracked.FullPath, cancellationToken) : inspector.Inspect(tracked.FullPath, progress: null, cancellationToken);
            return content.Files.Where(file => !repository.Cache.Contains(file.Md5.ToString(), tracked.Output.IsLegacy))
                .Select(file => tracked.Path + "/" + file.Path).FirstOrDefault();
        }

        if (!FileStamp.Exists(tracked.FullPath))
        {
            return null;
        }

        var facts = new FileInspector(repository.Stats).Inspect(tracked.FullPath, tracked.Output.IsLegacy, cancellationToken);
        return repository.Cache.Contains(facts.Digest) || (facts.LegacyMd5 is { } legacy && repository.Cache.Contains(legacy, isLegacy: true)) ? null : tracked.Path;
    }
}
