using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using MlOps.Data.Links;

namespace MlOps.Data.Remotes;

/// <summary>A folder, of this machine or mounted.</summary>
internal sealed class LocalRemote(string folder) : IRemote
{
    private const int BlockSize = 256 * 1024;

    // Nobody takes so long to write one object.
    private static readonly TimeSpan s_abandoned = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, byte> _tidy = new(StringComparer.Ordinal);

    public bool ListsInPages => false;

    public Task<long?> SizeAsync(string key, CancellationToken cancellationToken) =>
        Task.FromResult(new FileInfo(PathOf(key)) is { Exists: true } file ? file.Length : (long?)null);

    public async IAsyncEnumerable<IReadOnlyList<RemoteObject>> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var start = PathOf(prefix);
        if (Directory.Exists(start))
        {
            yield return
            [
                .. new DirectoryInfo(start).EnumerateFiles("*", SearchOption.AllDirectories)
                    .Where(static file => !file.Name.EndsWith(".tmp", StringComparison.Ordinal))
                    .Select(file => new RemoteObject(Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), file.Length)),
            ];
        }
    }

    public async Task UploadAsync(string key, UploadSource source, CancellationToken cancellationToken)
    {
        var target = PathOf(key);
        var place = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(place);
        TidyUp(place);
        var temporary = AtomicFile.TemporaryIn(place);
        try
        {
            var content = source.Open();
            await using (content.ConfigureAwait(false))
            {
                var copy = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
                await using (copy.ConfigureAwait(false))
                {
                    await content.CopyToAsync(copy, BlockSize, cancellationToken).ConfigureAwait(false);
                }
            }

            if (source.Md5 is not null) // Entries of the run cache may be written to.
            {
                ProtectedFile.Protect(temporary);
            }

            Move(temporary, target);
        }
        finally
        {
            ProtectedFile.Delete(temporary);
        }
    }

    public async Task DownloadAsync(string key, Stream target, CancellationToken cancellationToken)
    {
        FileStream file;
        try
        {
            file = new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"'{folder}' has no '{key}'.", PathOf(key));
        }

        await using (file.ConfigureAwait(false))
        {
            file.Position = Math.Min(target.Position, file.Length);
            await file.CopyToAsync(target, BlockSize, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        if (File.Exists(PathOf(key)))
        {
            ProtectedFile.Delete(PathOf(key));
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        // A folder is not held.
    }

    // What a push that was killed left half written lies where the next one writes the same object.
    private void TidyUp(string place)
    {
        if (_tidy.TryAdd(place, 0))
        {
            foreach (var abandoned in Directory.EnumerateFiles(place, ".mlops-*.tmp").Where(static file => DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > s_abandoned))
            {
                ProtectedFile.Delete(abandoned);
            }
        }
    }

    private static void Move(string temporary, string target)
    {
        ProtectedFile.Release(target);
        File.Move(temporary, target, overwrite: true);
    }

    private string PathOf(string key) => File.Exists(folder)
        ? throw new RemoteException($"The remote '{folder}' is a file, not a folder: correct it with 'mlops data remote modify NAME url FOLDER'.")
        : Path.Combine(folder, key.Replace('/', Path.DirectorySeparatorChar));
}
