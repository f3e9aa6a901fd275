using System.Globalization;
using MlOps.Data.Config;
using MlOps.Data.Remotes;

namespace MlOps.Data.Ssh;

/// <summary>Where an SSH remote lies and who asks: the options of the remote, its address, and then what <c>ssh</c> itself would take.</summary>
internal sealed record SshAccount
{
    private const int DefaultPort = 22;
    private const int DefaultSessions = 8;

    // In the order of ssh.
    private static readonly string[] s_keys = ["id_rsa", "id_ecdsa", "id_ed25519"];

    /// <summary>The name of the remote.</summary>
    public required string Remote { get; init; }

    public required string Host { get; init; }

    public int Port { get; init; } = DefaultPort;

    public required string User { get; init; }

    /// <summary>The folder there, with a slash at its end.</summary>
    public required string Root { get; init; }

    /// <summary>Files of private keys that exist.</summary>
    public IReadOnlyList<string> KeyFiles { get; init; } = [];

    public string? Password { get; init; }

    public string? Passphrase { get; init; }

    /// <summary>The host as known_hosts calls it.</summary>
    public required string KnownAs { get; init; }

    /// <summary>Files with the keys of hosts, the user's own first.</summary>
    public IReadOnlyList<string> KnownHostsFiles { get; init; } = [];

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many connections there may be.</summary>
    public int Sessions { get; init; } = DefaultSessions;

    /// <param name="settings">The remote; its options win.</param>
    /// <param name="home">The folder with <c>.ssh/</c>.</param>
    /// <exception cref="RemoteException">It asks for what is not supported.</exception>
    public static SshAccount Of(RemoteSettings settings, string home)
    {
        Refuse(settings);
        var address = SshAddress.Parse(settings.Name, settings.Url!);
        var config = SshConfig.Read(Path.Combine(home, ".ssh", "config"), home, address.Host);
        if ((config.First("proxyjump") ?? "none") != "none" || (config.First("proxycommand") ?? "none") != "none")
        {
            throw new RemoteException(
                $"Remote '{settings.Name}' is at host '{address.Host}', for which ~/.ssh/config has ProxyJump or ProxyCommand, which is not supported: " +
                $"open a tunnel with 'ssh -N -L 2222:{address.Host}:22 JUMPHOST', and use host localhost and port 2222.");
        }

        var host = config.First("hostname")?.Replace("%h", address.Host, StringComparison.Ordinal).Replace("%%", "%", StringComparison.Ordinal) ?? address.Host;
        var port = Number(settings["port"]) ?? address.Port ?? Number(config.First("port")) ?? DefaultPort;
        var user = settings["user"] ?? address.User ?? config.First("user") ?? Environment.UserName;
        string Expand(string path) => SshConfig.Expand(path, home, host, user);

        string[] known = [.. Files(config.First("userknownhostsfile") ?? "~/.ssh/known_hosts ~/.ssh/known_hosts2"), .. Files(config.First("globalknownhostsfile") ?? GlobalKnownHosts)];
        return new SshAccount
        {
            Remote = settings.Name,
            Host = host,
            Port = port,
            User = user,
            Root = address.Path,
            KeyFiles = [.. Keys(settings, config, home).Select(Expand).Where(File.Exists)],
            Password = settings["password"] ?? address.Password,
            Passphrase = settings["passphrase"],
            KnownAs = KnownHosts.NameOf(config.First("hostkeyalias") ?? host, port),
            KnownHostsFiles = [.. known.Select(Expand)],
            Timeout = TimeSpan.FromSeconds(Number(settings["timeout"]) ?? Number(config.First("connecttimeout")) ?? 60),
            Sessions = Math.Clamp(Number(settings["max_sessions"]) ?? DefaultSessions, 1, 64),
        };
    }

    private static string GlobalKnownHosts => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "ssh", "ssh_known_hosts").Replace('\\', '/')
        : "/etc/ssh/ssh_known_hosts";

    private static void Refuse(RemoteSettings settings)
    {
        if (settings.IsTrue("gss_auth"))
        {
            throw new RemoteException($"Remote '{settings.Name}' has gss_auth, which is not supported: use a key, and 'mlops data remote modify {settings.Name} gss_auth false'.");
        }

        var option = settings.IsTrue("ask_password") && settings["password"] is null ? "password" : settings.IsTrue("ask_passphrase") && settings["passphrase"] is null ? "passphrase" : null;
        if (option is not null)
        {
            throw new RemoteException(
                $"Remote '{settings.Name}' has ask_{option}, and nothing is asked for here: 'mlops data remote modify --local {settings.Name} {option} …' puts it into a file that git ignores.");
        }
    }

    // A key that is named is meant, and no other.
    private static IEnumerable<string> Keys(RemoteSettings settings, SshConfig config, string home) =>
        settings["keyfile"] is { } file ? [file]
            : config.All("identityfile") is { Count: > 0 } files ? files
            : s_keys.Select(name => Path.Combine(home, ".ssh", name));

    private static string[] Files(string list) => list == "none" ? [] : list.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
