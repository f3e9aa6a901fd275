using System.Runtime.CompilerServices;
using MlOps.Data.Remotes;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace MlOps.Data.Ssh;

/// <summary>Makes connections: looks first whether the server is who it should be, then says who we are.</summary>
internal sealed class SshLogin : IDisposable
{
    private readonly SshAccount _account;
    private readonly KnownHosts _known;
    private readonly List<PrivateKeyFile> _keys = [];
    private readonly List<string> _locked = [];

    public SshLogin(SshAccount account)
    {
        _account = account;
        _known = KnownHosts.Read(account.KnownHostsFiles, account.KnownAs);
        foreach (var file in account.KeyFiles)
        {
            Load(file);
        }
    }

    /// <exception cref="RemoteException">The server is not who it should be, or does not let us in.</exception>
    public async Task<SftpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var host = new StrongBox<RemoteException?>();
        var session = new SftpClient(Connection()) { OperationTimeout = _account.Timeout, KeepAliveInterval = TimeSpan.FromSeconds(15) };
        try
        {
            session.HostKeyReceived += (_, key) => key.CanTrust = (host.Value = Judge(key)) is null;
            await session.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (Exception problem)
        {
            session.Dispose();
            throw host.Value ?? (problem is SshAuthenticationException ? Refused(problem) : Wrapped(problem, cancellationToken));
        }
    }

    public void Dispose() => _keys.ForEach(static key => key.Dispose());

    private static Exception Wrapped(Exception problem, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return problem is OperationCanceledException ? new SshOperationTimeoutException("it took too long", problem) : problem;
    }

    private ConnectionInfo Connection()
    {
        var methods = new List<AuthenticationMethod>();
        if (_keys.Count > 0)
        {
            methods.Add(new PrivateKeyAuthenticationMethod(_account.User, [.. _keys]));
        }

        if (_account.Password is { } password)
        {
            methods.Add(new PasswordAuthenticationMethod(_account.User, password));
            // Many servers ask for the password in these words.
            var asked = new KeyboardInteractiveAuthenticationMethod(_account.User);
            asked.AuthenticationPrompt += (_, questions) =>
            {
                foreach (var question in questions.Prompts)
                {
                    question.Response = password;
                }
            };
            methods.Add(asked);
        }

        if (methods.Count == 0)
        {
            throw Refused(inner: null);
        }

        var connection = new ConnectionInfo(_account.Host, _account.Port, _account.User, [.. methods]) { Timeout = _account.Timeout };
        // A server has several keys. It is asked for one that is known, as ssh does: another one would be right, and yet unknown.
        string[] wanted = [.. _known.Types.SelectMany(static type => type == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : new[] { type })];
        string[] others = [.. connection.HostKeyAlgorithms.Keys.Where(name => !wanted.Contains(name))];
        if (others.Length < connection.HostKeyAlgorithms.Count)
        {
            foreach (var other in others)
            {
                connection.HostKeyAlgorithms.Remove(other);
            }
        }

        return connection;
    }

    private void Load(string file)
    {
        try
        {
            _keys.Add(new PrivateKeyFile(file, _account.Passphrase));
        }
        catch (SshPassPhraseNullOrEmptyException)
        {
            _locked.Add(file);
        }
        catch (Exception problem) when (problem is SshException or IOException or UnauthorizedAccessException or NotSupportedException or InvalidOperationException or FormatException)
        {
            throw new RemoteException(
                $"The key '{file}' for remote '{_account.Remote}' cannot be read ({problem.Message}): is it a private key, and its passphrase right? " +
                $"Name another one with 'mlops data remote modify --local {_account.Remote} keyfile …'.",
                problem);
        }
    }

    private RemoteException? Judge(HostKeyEventArgs key)
    {
        var place = $"'{_account.Host}' of remote '{_account.Remote}'";
        var shown = $"{key.HostKeyName} SHA256:{key.FingerPrintSHA256}";
        return _known.Find(key.HostKey, out var line) switch
        {
            KnownHost.Known => null,
            KnownHost.Revoked => new RemoteException($"The key of {place}, {shown}, is revoked by {line}: it must not be trusted."),
            KnownHost.Changed => new RemoteException(
                $"The key of {place} is {shown}, and not the one of {line}: somebody may be in between, or it was set up anew. " +
                $"Ask who runs it; if the key is right, 'ssh-keygen -R {_account.KnownAs}' forgets the old one."),
            _ => new RemoteException(
                $"The key of {place} is not known: {shown}. If that is what those say who run it, " +
                $"'ssh -p {_account.Port} {_account.User}@{_account.Host}' puts it into ~/.ssh/known_hosts."),
        };
    }

    private RemoteException Refused(Exception? inner)
    {
        var tried = _keys.Count == 0 && _account.Password is null ? "there is no key and no password"
            : $"tried: {string.Join(", ", _account.KeyFiles.Except(_locked).Append(_account.Password is null ? null : "the password").OfType<string>())}";
        var locked = _locked.Count == 0 ? "" : $" {string.Join(", ", _locked)} needs a passphrase.";
        return new RemoteException(
            $"'{_account.Host}' of remote '{_account.Remote}' does not let '{_account.User}' in ({tried}).{locked} Name a key with 'mlops data remote modify --local {_account.Remote} keyfile …', " +
            $"its passphrase with 'passphrase', another user with 'user', or set 'password'.",
            inner);
    }
}
