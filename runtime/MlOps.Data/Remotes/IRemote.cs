namespace MlOps.Data.Remotes;

/// <summary>A place that holds objects by their keys, <c>files/md5/0f/723ae7…</c>, as DVC lays them out everywhere.</summary>
internal interface IRemote : IDisposable
{
    /// <summary>Whether listing many keys costs less than asking for each.</summary>
    bool ListsInPages { get; }

    /// <summary>The size of an object, or null when there is none.</summary>
    Task<long?> SizeAsync(string key, CancellationToken cancellationToken);

    /// <summary>What lies below a prefix, a page after the other.</summary>
    IAsyncEnumerable<IReadOnlyList<RemoteObject>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Stores an object: who asks for it meets all of it or nothing, also when this is killed half-way.</summary>
    Task UploadAsync(string key, UploadSource source, CancellationToken cancellationToken);

    /// <summary>Appends an object to a stream, leaving out what the stream has already.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    Task DownloadAsync(string key, Stream target, CancellationToken cancellationToken);

    Task DeleteAsync(string key, CancellationToken cancellationToken);
}

/// <summary>An object of a remote.</summary>
internal readonly record struct RemoteObject(string Key, long Size);
