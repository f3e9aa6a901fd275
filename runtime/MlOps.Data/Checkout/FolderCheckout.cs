using MlOps.Data.Md5;
using MlOps.Data.Stat;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Checks a folder out, or a part of it.</summary>
internal sealed class FolderCheckout(DvcRepository repository, DatasetTarget target, CheckoutOptions options, CancellationToken cancellationToken)
{
    private readonly TrackedOutput _tracked = target.Tracked;
    private readonly DvcCache _cache = repository.Cache;
    private readonly bool _isLegacy = target.Tracked.Output.IsLegacy;

    public CheckedOut Run()
    {
        var isThere = Directory.Exists(_tracked.FullPath);
        if (_cache.ReadTree(_tracked.Output.Md5!, _isLegacy) is not { } entries)
        {
            return _cache.Contains(_tracked.Output.Md5!, _isLegacy)
                ? Failed(CheckoutOutcome.Corrupt, $"the list of its files, '{_cache.PathOf(_tracked.Output.Md5!, _isLegacy)}', is damaged: 'mlops data verify {_tracked.Path}' puts it aside; then 'mlops data pull' fetches it again")
                : Failed(CheckoutOutcome.Missing, $"the cache does not have the list of its files, {_tracked.Output.Md5}: run 'mlops data pull {_tracked.Path}'");
        }

        if (!options.Force && File.Exists(_tracked.FullPath) && UnsavedFiles.First(repository, _tracked, cancellationToken) is not null)
        {
            return Failed(CheckoutOutcome.Refused, "a file that is not in the cache lies where the folder belongs: move it away, or use --force to have it deleted");
        }

        var content = isThere ? Inspect() : null;
        var (wanted, extra) = Differences(content?.Files ?? [], entries.Where(IsWanted), isThere);
        if (wanted.Count == 0 && extra.Count == 0)
        {
            if (options.Relink && content is not null && !_isLegacy && repository.Links.Apply(_tracked.FullPath, content.Files, _cache, cancellationToken))
            {
                repository.Stats.Remember(_tracked.FullPath, content.Files, content.Digest);
            }

            MakeFolder(); // An empty folder is one, too.
            return new CheckedOut(_tracked.Path, isThere ? CheckoutOutcome.Unchanged : CheckoutOutcome.Added);
        }

        return Problem(wanted, extra) is { } problem ? problem : Write(wanted, extra, isThere);
    }

    private FolderContent Inspect()
    {
        var inspector = new FolderInspector(repository.Stats, repository.Root) { IsTolerant = true };
        return _isLegacy ? inspector.InspectLegacy(_tracked.FullPath, cancellationToken) : inspector.Inspect(_tracked.FullPath, progress: null, cancellationToken);
    }

    private bool IsWanted(TreeEntry entry) => IsWithin(entry.Path);

    private bool IsWithin(string path) =>
        target.Within is not { } within || path == within || path.StartsWith(within + "/", StringComparison.Ordinal);

    /// <summary>Which files have to be written, and which have to go; with what lies in the place of the first.</summary>
    private (List<(TreeEntry Entry, Md5Value? Old)> Wanted, List<TreeFile> Extra) Differences(TreeFile[] files, IEnumerable<TreeEntry> entries, bool isThere)
    {
        var there = files.Where(file => IsWithin(file.Path)).ToDictionary(static file => file.Path, StringComparer.Ordinal);
        var wanted = new List<(TreeEntry, Md5Value?)>();
        foreach (var entry in entries)
        {
            if (!there.Remove(entry.Path, out var file))
            {
                // What .dvcignore names is no part of the folder, but a file all the same.
                var old = isThere ? Lying(entry.Path) : null;
                if (old != entry.Md5)
                {
                    wanted.Add((entry, old));
                }
            }
            else if (file.Md5 != entry.Md5)
            {
                wanted.Add((entry, file.Md5));
            }
        }

        // A pointer is the only thing that knows of a version: it never goes.
        return (wanted, [.. there.Values.Where(static file => !file.Path.EndsWith(DvcPointer.Extension, StringComparison.Ordinal))]);
    }

    private Md5Value? Lying(string path)
    {
        var file = Path.Combine(_tracked.FullPath, path);
        return !FileStamp.Exists(file) ? null
            : Md5Value.Parse(_isLegacy ? LegacyDigest.Of(file, cancellationToken) : FileDigest.Of(file, cancellationToken).Md5);
    }

    private void MakeFolder()
    {
        if (File.Exists(_tracked.FullPath))
        {
            Links.ProtectedFile.Delete(_tracked.FullPath); // The cache has it, or it was forced.
        }

        Directory.CreateDirectory(_tracked.FullPath);
    }

    private CheckedOut? Problem(List<(TreeEntry Entry, Md5Value? Old)> wanted, List<TreeFile> extra)
    {
        var missing = wanted.Where(file => !_cache.Contains(file.Entry.Md5.ToString(), _isLegacy)).ToArray();
        if (missing.Length > 0)
        {
            return Failed(CheckoutOutcome.Missing, $"the cache lacks {missing.Length} of its files, among them '{missing[0].Entry.Path}' ({missing[0].Entry.Md5}): run 'mlops data pull {_tracked.Path}'");
        }

        string[] unsaved = options.Force ? [] :
        [
            .. wanted.Where(file => file.Old is { } old && !_cache.Contains(old.ToString(), _isLegacy)).Select(static file => file.Entry.Path),
            .. extra.Where(file => !_cache.Contains(file.Md5.ToString(), _isLegacy)).Select(static file => file.Path),
        ];
        return unsaved.Length == 0 ? null : Failed(
            CheckoutOutcome.Refused,
            $"{unsaved.Length} of its files have changes that are not in the cache and would be lost, among them '{unsaved[0]}': " +
            $"keep them by 'mlops data add {_tracked.Path}', move away what .dvcignore leaves out, or use --force to lose them");
    }

    private CheckedOut Write(List<(TreeEntry Entry, Md5Value? Old)> wanted, List<TreeFile> extra, bool isThere)
    {
        var writer = new TreeWriter(repository, _tracked.FullPath, _isLegacy);
        if (writer.FindDamaged([.. wanted.Select(static file => file.Entry)], options.Progress, cancellationToken) is { } damaged)
        {
            return Failed(
                CheckoutOutcome.Corrupt,
                $"the object '{_cache.PathOf(damaged.Md5.ToString(), _isLegacy)}' of '{damaged.Path}' is damaged: 'mlops data verify {_tracked.Path}' puts it aside; then 'mlops data pull' fetches it again");
        }

        var wasThere = isThere || FileStamp.Exists(_tracked.FullPath);
        MakeFolder();
        // Away with what is too much first: a file may lie where a folder belongs.
        foreach (var file in extra)
        {
            writer.Delete(file.Path);
        }

        writer.Write([.. wanted.Select(static file => file.Entry)], cancellationToken);
        return new CheckedOut(_tracked.Path, wasThere ? CheckoutOutcome.Modified : CheckoutOutcome.Added) { Written = wanted.Count, Removed = extra.Count };
    }

    private CheckedOut Failed(CheckoutOutcome outcome, string problem) => new(_tracked.Path, outcome, problem);
}
