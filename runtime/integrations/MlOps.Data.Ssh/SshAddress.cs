using System.Globalization;
using MlOps.Data.Config;
using MlOps.Data.Remotes;

namespace MlOps.Data.Ssh;

/// <summary>The parts of <c>ssh://user:password@host:port/path</c>. The path is taken as it stands, as DVC does: nothing in it is an escape.</summary>
internal sealed record SshAddress(string Host, int? Port, string? User, string? Password, string Path)
{
    /// <exception cref="RemoteException">It is none.</exception>
    public static SshAddress Parse(string remote, string url)
    {
        var rest = url["ssh://".Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var authority = slash < 0 ? rest : rest[..slash];
        var path = slash < 0 ? "/" : rest[slash..].TrimEnd('/') + "/";

        var at = authority.LastIndexOf('@');
        var (user, password) = at < 0 ? (null, null) : Split(authority[..at]);
        // The colons of an IPv6 address are in brackets.
        var host = authority[(at + 1)..];
        var end = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) + 1 : host.Contains(':', StringComparison.Ordinal) ? host.IndexOf(':', StringComparison.Ordinal) : host.Length;
        var number = 0;
        var isRight = end > 0 && (end == host.Length
            || (host[end] == ':' && int.TryParse(host.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is > 0 and < 65_536));
        return isRight
            ? new SshAddress(host[..end].Trim('[', ']'), number == 0 ? null : number, user, password, path)
            : throw new RemoteException($"Remote '{remote}' is at '{Secrets.WithoutPassword(url)}', which is no address: write ssh://user@host:port/path, and correct it with 'mlops data remote modify {remote} url …'.");
    }

    private static (string? User, string? Password) Split(string info) =>
        info.Split(':', 2) is [var user, var password]
            ? (Uri.UnescapeDataString(user), Uri.UnescapeDataString(password))
            : (Uri.UnescapeDataString(info), null);
}
