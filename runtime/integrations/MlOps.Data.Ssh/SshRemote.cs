using System.Runtime.CompilerServices;
using MlOps.Data.Remotes;
using MlOps.Data.Remotes.Http;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace MlOps.Data.Ssh;

/// <summary>A folder on a server, reached by SFTP.</summary>
internal sealed class SshRemote(SshAccount account, Retry retry) : IRemote
{
    private const int PageSize = 1000;

    private readonly SshSessions _sessions = new(account);

    // 256 folders take as many requests as they hold files on average, whatever is asked about.
    public bool ListsInPages => false;

    public async Task<long?> SizeAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(key, static async (session, path, token) => (await session.GetAttributesAsync(path, token).ConfigureAwait(false)).Size, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<RemoteObject>> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = new Stack<string>([prefix.TrimEnd('/')]);
        var page = new List<RemoteObject>();
        while (open.TryPop(out var folder))
        {
            foreach (var (name, size) in await FolderAsync(folder, cancellationToken).ConfigureAwait(false))
            {
                if (size is not { } length)
                {
                    open.Push($"{folder}/{name}");
                }
                else if (!name.EndsWith(".tmp", StringComparison.Ordinal))
                {
                    page.Add(new RemoteObject($"{folder}/{name}", length));
                }
            }

            if (page.Count >= PageSize)
            {
                yield return page;
                page = [];
            }
        }

        if (page.Count > 0)
        {
            yield return page;
        }
    }

    public Task UploadAsync(string key, UploadSource source, CancellationToken cancellationToken) => RunAsync(
        key,
        async (session, path, token) =>
        {
            var temporary = AtomicFile.TemporaryIn(path[..path.LastIndexOf('/')]).Replace('\\', '/');
            try
            {
                await SendAsync(session, source, temporary, token).ConfigureAwait(false);
                await MoveAsync(session, temporary, path, token).ConfigureAwait(false);
            }
            catch
            {
                await TryRemoveAsync(session, temporary).ConfigureAwait(false);
                throw;
            }

            return true;
        },
        cancellationToken);

    public Task DownloadAsync(string key, Stream target, CancellationToken cancellationToken) => RunAsync(
        key,
        async (session, path, token) =>
        {
            var file = await session.OpenAsync(path, FileMode.Open, FileAccess.Read, token).ConfigureAwait(false);
            await using (file.ConfigureAwait(false))
            {
                if (target.Position > file.Length)
                {
                    throw new RemoteException($"'{key}' at remote '{account.Remote}' is shorter than what is here of it.") { IsPastEnd = true };
                }

                file.Position = target.Position;
                await PatientCopy.RunAsync(file, target, account.Timeout, token).ConfigureAwait(false);
            }

            return true;
        },
        cancellationToken);

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(
                key,
                static async (session, path, token) =>
                {
                    await session.DeleteFileAsync(path, token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            // As it should be.
        }
    }

    public void Dispose() => _sessions.Dispose();

    private async Task SendAsync(SftpClient session, UploadSource source, string path, CancellationToken cancellationToken)
    {
        for (var isMade = false; ; isMade = true)
        {
            var content = source.Open();
            await using (content.ConfigureAwait(false))
            {
                try
                {
                    await session.UploadFileAsync(content, path, cancellationToken).ConfigureAwait(false);
                    return;
                }
                catch (SftpPathNotFoundException problem)
                {
                    // Folders are made where one is missing, rather than asked for before every file.
                    if (isMade)
                    {
                        throw new RemoteException(
                            $"Folder '{account.Root}' of remote '{account.Remote}' cannot be made at '{account.Host}': make it there, or correct the address with 'mlops data remote modify {account.Remote} url ssh://…'.",
                            problem);
                    }
                }
            }

            await MakeFolderAsync(session, path[..path.LastIndexOf('/')], cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task MakeFolderAsync(SftpClient session, string path, CancellationToken cancellationToken)
    {
        if (path.Length == 0 || await session.ExistsAsync(path, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await MakeFolderAsync(session, path[..path.LastIndexOf('/')], cancellationToken).ConfigureAwait(false);
        try
        {
            await session.CreateDirectoryAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (SshException problem) when (problem is not (SftpPermissionDeniedException or SshConnectionException))
        {
            // Another upload made it in the meantime; if not, that will tell.
        }
    }

    private static async Task MoveAsync(SftpClient session, string from, string to, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Run(() => session.RenameFile(from, to, isPosix: true), cancellationToken).ConfigureAwait(false);
        }
        catch (NotSupportedException)
        {
            // A server without this extension of OpenSSH does not replace a file: what is there, which is of another size, must go first.
            if (await session.ExistsAsync(to, cancellationToken).ConfigureAwait(false))
            {
                await session.DeleteFileAsync(to, cancellationToken).ConfigureAwait(false);
            }

            await session.RenameFileAsync(from, to, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task TryRemoveAsync(SftpClient session, string path)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await session.DeleteFileAsync(path, patience.Token).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is SshException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // It was never made, or the connection is gone; what went wrong before matters more.
        }
    }

    // Names in a folder, files with their size.
    private async Task<IReadOnlyList<(string Name, long? Size)>> FolderAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(
                folder,
                static async (session, path, token) =>
                {
                    var found = new List<(string, long?)>();
                    await foreach (var file in session.ListDirectoryAsync(path, token).ConfigureAwait(false))
                    {
                        if (file.Name is not ("." or "..") && (file.IsDirectory || file.IsRegularFile))
                        {
                            found.Add((file.Name, file.IsDirectory ? null : file.Length));
                        }
                    }

                    return found;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }

    private Task<T> RunAsync<T>(string key, Func<SftpClient, string, CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        var path = RemoteKey.Below(account.Root, key);
        return retry.RunAsync(
            token => _sessions.UseAsync(
                async (session, inner) =>
                {
                    try
                    {
                        return await action(session, path, inner).ConfigureAwait(false);
                    }
                    catch (SftpPathNotFoundException)
                    {
                        throw new FileNotFoundException($"Remote '{account.Remote}' has no '{key}'.", path);
                    }
                },
                token),
            cancellationToken);
    }
}
