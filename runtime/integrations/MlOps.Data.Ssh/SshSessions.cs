using System.Collections.Concurrent;
using System.Net.Sockets;
using MlOps.Data.Remotes;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace MlOps.Data.Ssh;

/// <summary>A few connections to a server, each used for one thing at a time. One on which something went wrong is not used again.</summary>
internal sealed class SshSessions(SshAccount account) : IDisposable
{
    private readonly ConcurrentBag<SftpClient> _free = [];
    private readonly SemaphoreSlim _permits = new(account.Sessions);
    private readonly Lazy<SshLogin> _login = new(() => new SshLogin(account));

    public async Task<T> UseAsync<T>(Func<SftpClient, CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        await _permits.WaitAsync(cancellationToken).ConfigureAwait(false);
        SftpClient? session = null;
        try
        {
            session = _free.TryTake(out var free) ? free : await _login.Value.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var result = await action(session, cancellationToken).ConfigureAwait(false);
            _free.Add(session);
            session = null;
            return result;
        }
        catch (FileNotFoundException)
        {
            _free.Add(session!);
            session = null;
            throw;
        }
        catch (Exception problem) when (Meaning(problem, cancellationToken) is { } meaning)
        {
            throw meaning;
        }
        finally
        {
            session?.Dispose();
            _permits.Release();
        }
    }

    public void Dispose()
    {
        foreach (var session in _free)
        {
            session.Dispose();
        }

        _permits.Dispose();
        if (_login.IsValueCreated)
        {
            _login.Value.Dispose();
        }
    }

    /// <returns>Null for what says enough itself.</returns>
    private RemoteException? Meaning(Exception problem, CancellationToken cancellationToken) => problem switch
    {
        RemoteException or CorruptObjectException or OperationCanceledException => null,
        SftpPermissionDeniedException => new RemoteException($"{Place} does not let '{account.User}' do this: give the account write access to the folder, or use another one.", problem),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } =>
            new RemoteException($"{Place} cannot be reached, for nobody knows a host of this name: correct it with 'mlops data remote modify {account.Remote} url ssh://…'.", problem),
        SocketException or SshOperationTimeoutException or SshConnectionException =>
            new RemoteException($"The connection to {Place} failed or broke off: {problem.Message}", problem, passes: true),
        // What the library says of a connection that went away below something else.
        ObjectDisposedException when !cancellationToken.IsCancellationRequested => new RemoteException($"The connection to {Place} broke off.", problem, passes: true),
        SshException => new RemoteException($"{Place} refuses ({problem.Message}): look whether its disk is full, and whether it has SFTP enabled.", problem),
        _ => null,
    };

    private string Place => $"'{account.Host}' of remote '{account.Remote}'";
}
