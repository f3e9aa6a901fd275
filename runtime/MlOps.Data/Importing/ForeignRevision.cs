using MlOps.Data.Config;
using MlOps.Data.Git;
using MlOps.Data.Md5;
using MlOps.Data.Remotes;
using MlOps.Data.Transfer;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>A revision of another repository, and what can be had of it: files that git has, and data sets by their pointers.</summary>
/// <remarks>Nothing in it is trusted: paths are checked, content is digested, links and submodules are refused.</remarks>
internal sealed class ForeignRevision
{
    private const int MaxConfigSize = 1024 * 1024;

    private readonly GitClone _clone;
    private readonly string _url;
    private readonly DvcRepository _there;
    private readonly TrackedOutput[] _outputs;

    /// <param name="repository">The repository that gets the data: whatever is fetched lands in its cache.</param>
    /// <param name="clone">The other one.</param>
    /// <param name="url">What it was called.</param>
    /// <param name="rev">A branch, a tag, a commit; null for the one that it shows first.</param>
    /// <exception cref="DataOperationException">There is no such revision.</exception>
    /// <exception cref="DvcFormatException">Its settings cannot be understood.</exception>
    public ForeignRevision(DvcRepository repository, GitClone clone, string url, string? rev)
    {
        (_clone, _url) = (clone, url);
        Commit = GitObjects.TryResolve(clone.Folder, rev ?? "HEAD") ?? throw new DataOperationException(
            Secrets.WithoutPassword(url),
            rev is null ? $"'{Secrets.WithoutPassword(url)}' has no commit yet: ask for it to get one, or name another repository."
                : $"'{Secrets.WithoutPassword(url)}' has no branch, tag or commit '{rev}': 'git ls-remote {Secrets.WithoutPassword(url)}' lists its branches and tags.");
        var root = clone.LocalRoot ?? Path.Combine(clone.Folder, "tree");
        var texts = GitObjects.Read(clone.Folder, GitObjects.In(clone.Folder, Commit, static path => path == ".dvc/config" || IsPointer(path)), MaxConfigSize);
        var config = texts.FirstOrDefault(static file => file.Entry.Path == ".dvc/config").Text ?? "";
        _there = DvcRepository.Foreign(root, DvcConfig.Foreign(Path.Combine(root, ".dvc", "config"), config, repository.Config), repository.Cache);
        _outputs =
        [
            .. texts.Where(static file => file.Text is not null && IsPointer(file.Entry.Path))
                .SelectMany(file => RepositoryHistory.Outputs(_there, Path.Combine(root, file.Entry.Path), file.Text!, isStrict: false)),
        ];
    }

    /// <summary>The commit.</summary>
    public string Commit { get; }

    /// <summary>Writes a file or folder of it.</summary>
    /// <param name="path">From its root, with forward slashes.</param>
    /// <param name="target">Where it goes; nothing lies there.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="DataOperationException">It has no such path, or its data is not to be had.</exception>
    /// <exception cref="IOException">A remote cannot be reached, or a file cannot be written.</exception>
    public async Task WriteAsync(string path, string target, CancellationToken cancellationToken)
    {
        var owner = _outputs.FirstOrDefault(tracked => tracked.Path == path || path.StartsWith(tracked.Path + "/", StringComparison.Ordinal));
        (UsedData Data, string Place)[] wanted = owner is not null
            ? [(Used(owner, owner.Path == path ? null : path[(owner.Path.Length + 1)..]), target)]
            : [.. _outputs.Where(tracked => tracked.Path.StartsWith(path + "/", StringComparison.Ordinal)).Select(tracked => (Used(tracked, null), Path.Combine(target, tracked.Path[(path.Length + 1)..])))];
        var files = owner is null ? ForeignFile.Of(_clone.Folder, Commit, path) : [];
        if (wanted.Length == 0 && files.Count == 0)
        {
            throw new DataOperationException(path, $"'{_url}' has no '{path}' in {Commit}: neither git nor a pointer knows it.");
        }

        await FetchAsync([.. wanted.Select(static item => item.Data)], cancellationToken).ConfigureAwait(false);
        foreach (var file in files)
        {
            file.Write(_clone.Folder, file.Path == path ? target : Path.Combine(target, file.Path[(path.Length + 1)..]), cancellationToken);
        }

        foreach (var (data, place) in wanted)
        {
            Write(data, place, cancellationToken);
        }
    }

    private static bool IsPointer(string path) => Path.GetFileName(path) is DvcLock.FileName || path.EndsWith(DvcPointer.Extension, StringComparison.Ordinal);

    private UsedData Used(TrackedOutput tracked, string? within) =>
        UsedObjects.Used(new DatasetTarget(tracked, within)) ?? throw Missing(tracked.Path);

    // What its own cache has, where that is on this machine, and then what its remotes have.
    private async Task FetchAsync(UsedData[] wanted, CancellationToken cancellationToken)
    {
        var options = new TransferOptions();
        if (_clone.LocalRoot is { } root && Directory.Exists(Path.Combine(root, ".dvc")) && wanted.Any(IsLacking))
        {
            var folder = DvcRepository.Find(root)!.Cache.Folder;
            using var cache = new LocalRemote(folder);
            using var session = new TransferSession(_there, (new RemoteSettings("cache", new Dictionary<string, string> { ["url"] = folder }), cache), wanted, options);
            await session.FetchAsync(new TransferRun(options), options, cancellationToken).ConfigureAwait(false);
        }

        foreach (var group in wanted.Where(IsLacking).GroupBy(static data => data.Remote))
        {
            var place = RemoteKinds.Open(_there, group.Key);
            using var session = new TransferSession(_there, place, [.. group], options);
            if (place.Remote is LocalRemote && _clone.LocalRoot is null)
            {
                throw new RemoteException($"Remote '{place.Settings.Name}' of '{_url}' is a folder of the machine that it was made on: ask for a remote that others can reach.");
            }

            var run = new TransferRun(options);
            await session.FetchAsync(run, options, cancellationToken).ConfigureAwait(false);
            if (run.Result("").Failed is [var failed, ..])
            {
                throw new RemoteException(failed.Error);
            }
        }

        if (wanted.FirstOrDefault(IsLacking) is { } lacking)
        {
            throw Missing(lacking.Root.Path);
        }
    }

    private bool IsLacking(UsedData data) => !data.Root.IsFolder
        ? !_there.Cache.Contains(data.Root.Md5, data.Root.IsLegacy)
        : _there.Cache.ReadTree(data.Root.Md5, data.Root.IsLegacy) is not { } entries || data.Files(entries).Any(file => !_there.Cache.Contains(file.Md5, file.IsLegacy));

    private void Write(UsedData data, string place, CancellationToken cancellationToken)
    {
        var above = Path.GetDirectoryName(place)!;
        var whole = data.Root.IsFolder ? _there.Cache.ReadTree(data.Root.Md5, data.Root.IsLegacy) ?? throw Missing(data.Root.Path) : [];
        var isFile = !data.Root.IsFolder || whole.Any(entry => entry.Path == data.Inside);
        TreeEntry[] entries = isFile
            ? [new TreeEntry(Path.GetFileName(place), data.Root.IsFolder ? whole.First(entry => entry.Path == data.Inside).Md5 : Md5Value.Parse(data.Root.Md5))]
            : [.. whole.Where(entry => data.Inside is null || entry.Path.StartsWith(data.Inside + "/", StringComparison.Ordinal)).Select(entry => entry with { Path = data.Inside is null ? entry.Path : entry.Path[(data.Inside.Length + 1)..] })];
        if (data.Inside is not null && entries.Length == 0)
        {
            throw new DataOperationException(place, $"'{data.Root.Path}' of '{_url}' has no '{data.Inside}' in {Commit}.");
        }

        var writer = new TreeWriter(_there, isFile ? above : place, data.Root.IsLegacy, Links.LinkType.Copy);
        if (writer.FindDamaged(entries, progress: null, cancellationToken) is { } damaged)
        {
            throw new CorruptObjectException($"the object {damaged.Md5} of '{data.Root.Path}' is damaged: run 'mlops data verify'.");
        }

        Directory.CreateDirectory(isFile ? above : place);
        writer.Write(entries, cancellationToken);
    }

    private DataOperationException Missing(string path) => new(
        path, $"neither the cache nor a remote of '{_url}' has the content of '{path}' in {Commit}: have it pushed there by somebody who has it.");
}
