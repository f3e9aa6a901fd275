using System.Collections.Concurrent;
using MlOps.Data.Config;
using MlOps.Data.Remotes.Google;
using MlOps.Data.Remotes.Http;
using MlOps.Data.Remotes.S3;

namespace MlOps.Data.Remotes;

/// <summary>Opens a remote by the kind of its address. What a kind needs is loaded only when one of it is opened.</summary>
internal static class RemoteKinds
{
    // Kinds with libraries of others beneath, which only those get who want them.
    private static readonly Dictionary<string, string> s_packages = new(StringComparer.Ordinal)
    {
        ["ssh"] = "MlOps.Data.Ssh",
        ["azure"] = "MlOps.Data.Azure",
    };

    private static readonly ConcurrentDictionary<string, RemoteFactory> s_added = new(StringComparer.Ordinal);

    /// <summary>Makes a kind known to this process.</summary>
    /// <param name="scheme">How its addresses begin.</param>
    /// <param name="factory">Opens one of it.</param>
    public static void Add(string scheme, RemoteFactory factory) => s_added[scheme] = factory;

    /// <exception cref="RemoteException">It is not configured, or of a kind that is not there.</exception>
    public static (RemoteSettings Settings, IRemote Remote) Open(DvcRepository repository, string? name)
    {
        var config = repository.Config;
        var meant = name ?? config.DefaultRemote ?? throw new RemoteException(
            $"No remote is named and none is the default: add one with 'mlops data remote add -d NAME URL' ({Known(config)}).");
        var settings = Resolve(config, meant, depth: 0);
        return (settings, Open(settings, Path.Combine(repository.Cache.Folder, TransferFolder), Retry.Default, TimeProvider.System));
    }

    /// <summary>Below the cache: what is under way.</summary>
    public const string TransferFolder = "mlops";

    /// <param name="settings">The remote.</param>
    /// <param name="notes">The folder for what a later try goes on with.</param>
    /// <param name="retry">How often and how soon to try again.</param>
    /// <param name="clock">The clock of this machine.</param>
    public static IRemote Open(RemoteSettings settings, string notes, Retry retry, TimeProvider clock)
    {
        var url = settings.Url!;
        if (settings.IsTrue("version_aware") || settings.IsTrue("worktree"))
        {
            throw new RemoteException($"Remote '{settings.Name}' keeps versions of its cloud (version_aware or worktree), which is not supported: use a remote without them.");
        }

        var scheme = ConfigPaths.IsUrl(url) ? url[..url.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant() : "";
        if (s_added.TryGetValue(scheme, out var factory))
        {
            return factory(settings, retry);
        }

        return scheme switch
        {
            "" => new LocalRemote(url),
            "file" => new LocalRemote(new Uri(url).LocalPath),
            "s3" => new S3Remote(
                settings,
                S3Account.Of(settings, Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)),
                notes,
                retry,
                clock),
            "gs" => new GoogleRemote(
                settings,
                GoogleAccount.Of(settings, Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)),
                retry,
                clock),
            "http" or "https" => new HttpRemote(settings, retry),
            _ => throw Unknown(settings, scheme),
        };
    }

    private static RemoteException Unknown(RemoteSettings settings, string scheme)
    {
        var place = $"Remote '{settings.Name}' is at '{Secrets.WithoutPassword(settings.Url!)}'";
        return new RemoteException(s_packages.TryGetValue(scheme, out var package)
            ? $"{place}, which only the package {package} can reach, and builds and this program do without it: 'mlops data pull' fetches the data, and 'mlops data push' sends it. " +
                $"A program of your own calls {package["MlOps.Data.".Length..]}Remotes.Register() of that package."
            : $"{place}, and '{scheme}' is no kind that is known: there are folders, file, s3, gs, http, https, {string.Join(", ", s_packages.Keys)}.");
    }

    // "remote://base/path" is a path below another remote, and has its options.
    private static RemoteSettings Resolve(DvcConfig config, string name, int depth)
    {
        var settings = config.Remote(name);
        if (settings?.Url is not { } url)
        {
            throw new RemoteException($"There is no remote '{name}': add it with 'mlops data remote add {name} URL' ({Known(config)}).");
        }

        const string scheme = "remote://";
        if (!url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) || depth == 8)
        {
            return settings;
        }

        var parts = url[scheme.Length..].Split('/', 2);
        var below = Resolve(config, parts[0], depth + 1);
        var options = new Dictionary<string, string>(below.Options, StringComparer.Ordinal);
        foreach (var (option, value) in settings.Options)
        {
            options[option] = value;
        }

        options["url"] = $"{below.Url!.TrimEnd('/')}/{(parts.Length > 1 ? parts[1] : "")}";
        return new RemoteSettings(settings.Name, options);
    }

    private static string Known(DvcConfig config) =>
        config.Remotes.Select(static remote => remote.Name).ToArray() is { Length: > 0 } names ? $"there are {string.Join(", ", names)}" : "there is none yet";
}

/// <summary>Opens a remote of a kind that a package adds.</summary>
/// <param name="settings">The remote.</param>
/// <param name="retry">How often and how soon to try again.</param>
internal delegate IRemote RemoteFactory(RemoteSettings settings, Retry retry);
