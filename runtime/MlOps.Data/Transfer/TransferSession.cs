using MlOps.Data.Config;
using MlOps.Data.Remotes;
using MlOps.Data.Trees;

namespace MlOps.Data.Transfer;

/// <summary>The data sets that go to or come from one remote.</summary>
internal sealed class TransferSession : IDisposable
{
    private const int LocalJobs = 4;

    private readonly DvcRepository _repository;
    private readonly IRemote _remote;

    private TransferSession(DvcRepository repository, string? name, IReadOnlyList<UsedData> data, TransferOptions options)
        : this(repository, RemoteKinds.Open(repository, name), data, options)
    {
    }

    /// <summary>The same with a remote that is open already.</summary>
    internal TransferSession(
        DvcRepository repository, (RemoteSettings Settings, IRemote Remote) place, IReadOnlyList<UsedData> data, TransferOptions options)
    {
        (_repository, Data) = (repository, data);
        (var settings, _remote) = place;
        Name = settings.Name;
        Jobs = options.Jobs > 0 ? options.Jobs
            : int.TryParse(settings["jobs"], out var jobs) && jobs > 0 ? jobs
            : _remote is LocalRemote ? Math.Max(LocalJobs, Environment.ProcessorCount)
            : 4 * Math.Max(LocalJobs, Environment.ProcessorCount);
    }

    public string Name { get; }

    public IReadOnlyList<UsedData> Data { get; }

    public int Jobs { get; }

    private DvcCache Cache => _repository.Cache;

    public static IEnumerable<TransferSession> Open(DvcRepository repository, TransferOptions options, CancellationToken cancellationToken, bool isFetch = false)
    {
        var used = UsedObjects.Of(repository, options, cancellationToken);
        // What was imported is fetched from where it came from.
        var groups = used.Where(data => data.IsPushed || !isFetch)
            .GroupBy(data => options.Remote ?? data.Remote)
            .Select(static group => (group.Key, Data: (IReadOnlyList<UsedData>)[.. group]))
            .ToArray();
        // Where there is nothing to move, a remote that is wrong should still be told.
        foreach (var (name, data) in groups.Length == 0 && used.Count == 0 ? [(options.Remote, [])] : groups)
        {
            yield return new TransferSession(repository, name, data, options);
        }
    }

    /// <summary>Files first and then the lists of folders, so that a list in a remote always has its files there.</summary>
    public async Task PushAsync(TransferRun run, TransferOptions options, CancellationToken cancellationToken)
    {
        var lists = new Dictionary<string, (UsedObject List, UsedObject[] Files)>(StringComparer.Ordinal);
        var files = new Dictionary<string, UsedObject>(StringComparer.Ordinal);
        foreach (var data in Data.Where(static data => data.IsPushed))
        {
            if (!data.Root.IsFolder)
            {
                files.TryAdd(data.Root.Key, data.Root);
            }
            else if (ReadList(data.Root) is { } entries)
            {
                UsedObject[] meant = [.. data.Files(entries)];
                foreach (var file in meant)
                {
                    files.TryAdd(file.Key, file);
                }

                // Of a part of a folder the list would promise files that are not there.
                if (data.Inside is null)
                {
                    lists.TryAdd(data.Root.Key, (data.Root, meant));
                }
            }
            else if (await _remote.SizeAsync(data.Root.Key, cancellationToken).ConfigureAwait(false) is null)
            {
                NotInCache(run, data.Root);
            }
        }

        var there = await RemoteIndex.FindAsync(_remote, [.. files.Keys, .. lists.Keys], Jobs, cancellationToken).ConfigureAwait(false);
        await run.MoveAsync(ToPush(run, files.Values, there), Jobs, UploadAsync, cancellationToken).ConfigureAwait(false);
        var whole = lists.Values.Where(list => !list.Files.Any(file => run.IsBad(file.Key))).Select(static list => list.List);
        await run.MoveAsync(ToPush(run, whole, there), Jobs, UploadAsync, cancellationToken).ConfigureAwait(false);
        if (options.RunCache)
        {
            await new RunCache(Cache, _remote, Jobs).PushAsync(run, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The lists of folders first, for they say which files there are.</summary>
    public async Task FetchAsync(TransferRun run, TransferOptions options, CancellationToken cancellationToken)
    {
        var downloader = new Downloader(Cache);
        if (options.RunCache)
        {
            await new RunCache(Cache, _remote, Jobs).FetchAsync(run, cancellationToken).ConfigureAwait(false);
        }

        await FetchListsAsync(run, downloader, cancellationToken).ConfigureAwait(false);
        var files = new Dictionary<string, UsedObject>(StringComparer.Ordinal);
        foreach (var file in Data.SelectMany(data => !data.Root.IsFolder ? [data.Root] : run.IsBad(data.Root.Key) ? [] : data.Files(ReadList(data.Root) ?? [])))
        {
            if (!File.Exists(PathOf(file)))
            {
                files.TryAdd(file.Key, file);
            }
        }

        // What was cut short by a power failure shows by its size.
        foreach (var data in Data.Where(data => !data.Root.IsFolder && !data.Root.IsLegacy && data.Size is { } size && new FileInfo(PathOf(data.Root)) is { Exists: true } found && found.Length != size))
        {
            files.TryAdd(data.Root.Key, data.Root);
        }

        await run.MoveAsync(files.Values, Jobs, (item, token) => downloader.FetchAsync(_remote, item, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is only here, only there, or nowhere; by path.</summary>
    public async Task CompareAsync(IDictionary<string, RemoteState> states, CancellationToken cancellationToken)
    {
        await FetchListsAsync(new TransferRun(new TransferOptions()), new Downloader(Cache), cancellationToken).ConfigureAwait(false);
        var used = Data.Where(static data => data.IsPushed)
            .SelectMany(data => data.Root.IsFolder ? data.Files(ReadList(data.Root) ?? []).Append(data.Root) : [data.Root])
            .ToArray();
        var there = await RemoteIndex.FindAsync(_remote, [.. used.Select(static item => item.Key).Distinct()], Jobs, cancellationToken).ConfigureAwait(false);
        foreach (var item in used)
        {
            var isHere = File.Exists(PathOf(item));
            var isThere = there.ContainsKey(item.Key);
            if (!isHere || !isThere)
            {
                states[item.Path] = isHere ? RemoteState.New : isThere ? RemoteState.Deleted : RemoteState.Missing;
            }
        }
    }

    public void Dispose() => _remote.Dispose();

    private Task FetchListsAsync(TransferRun run, Downloader downloader, CancellationToken cancellationToken)
    {
        var lists = Data.Select(static data => data.Root).Where(root => root.IsFolder && ReadList(root) is null).DistinctBy(static root => root.Key).ToArray();
        return run.MoveAsync(lists, Jobs, (item, token) => downloader.FetchAsync(_remote, item, token), cancellationToken);
    }

    private List<UsedObject> ToPush(TransferRun run, IEnumerable<UsedObject> items, IReadOnlyDictionary<string, long> there)
    {
        var lacking = new List<UsedObject>();
        foreach (var item in items)
        {
            var file = new FileInfo(PathOf(item));
            var isThere = there.TryGetValue(item.Key, out var size);
            if (file.Exists && (!isThere || (size >= 0 && size != file.Length)))
            {
                lacking.Add(item);
            }
            else if (!file.Exists && !isThere)
            {
                NotInCache(run, item);
            }
        }

        return lacking;
    }

    private async Task<long> UploadAsync(UsedObject item, CancellationToken cancellationToken)
    {
        var source = new UploadSource(PathOf(item), item.Digest, item.IsLegacy);
        await _remote.UploadAsync(item.Key, source, cancellationToken).ConfigureAwait(false);
        return source.Size;
    }

    /// <returns>Null when the cache does not have it, or has something else under its name.</returns>
    private TreeEntry[]? ReadList(UsedObject list) => Cache.ReadTree(list.Md5, list.IsLegacy);

    private static void NotInCache(TransferRun run, UsedObject item) => run.Missing(
        item, "It is neither in the cache nor in the remote: add the data again, or push it from a machine that has it.");

    private string PathOf(UsedObject item) => Cache.PathOf(item.Md5, item.IsLegacy);
}
