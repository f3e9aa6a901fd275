using System.Text;

namespace MlOps.Data.Config;

/// <summary>The settings of a repository: of the machine, of the user, of the repository and of this checkout, the later ones first.</summary>
internal sealed class DvcConfig
{
    /// <summary>Names the folder of the cache, whatever the files say.</summary>
    public const string CacheVariable = "MLOPS_CACHE_DIR";

    private const int MaxSize = 1024 * 1024;
    private const string RemotePrefix = "remote \"";

    private readonly Dictionary<(string Section, string Key), ConfigSetting> _settings = [];
    private readonly string? _dvcFolder;

    private DvcConfig(string? dvcFolder) => _dvcFolder = dvcFolder;

    /// <summary>The folder of the cache, or null for the one in <c>.dvc/</c>.</summary>
    /// <exception cref="InvalidDataException">It is no folder.</exception>
    public string? CacheFolder
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable(CacheVariable) is { Length: > 0 } named ? Path.GetFullPath(named) : this["cache", "dir"];
            return folder is null || !ConfigPaths.IsUrl(folder) ? folder
                : throw new InvalidDataException($"cache.dir '{folder}' of '{_dvcFolder}' is not a folder; only folders can hold the cache.");
        }
    }

    /// <summary>In which ways data may be linked to the cache, the best first. DVC's default is <c>reflink,copy</c>.</summary>
    public IReadOnlyList<string> CacheTypes =>
        this["cache", "type"] is { Length: > 0 } types ? types.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : ["reflink", "copy"];

    /// <summary>The cache is one of a group: what goes there may be written by it.</summary>
    public bool IsCacheShared => this["cache", "shared"] == "group";

    /// <summary>The repository was made for use without git: nothing of git's is touched.</summary>
    public bool NoScm => IsTrue("core", "no_scm");

    /// <summary>Pointers go to git's index as they are written.</summary>
    public bool AutoStage => IsTrue("core", "autostage");

    /// <summary>The remote that is meant when none is named.</summary>
    public string? DefaultRemote => this["core", "remote"]?.ToLowerInvariant();

    /// <summary>Everything that is set.</summary>
    public IEnumerable<ConfigSetting> Settings => _settings.Values;

    public IEnumerable<RemoteSettings> Remotes => _settings.Values
        .Select(static setting => RemoteNameOf(setting.Section)).OfType<string>().Distinct(StringComparer.Ordinal).Select(Remote).OfType<RemoteSettings>();

    /// <summary>The value of a setting as it is meant, paths in full; null where it is not set.</summary>
    public string? this[string section, string key] => _settings.TryGetValue((section, key), out var setting) ? setting.Value : null;

    /// <summary>A remote by its name, or null.</summary>
    public RemoteSettings? Remote(string name)
    {
        var section = SectionOf(name);
        var options = _settings.Values.Where(setting => setting.Section == section)
            .ToDictionary(static setting => setting.Key, static setting => setting.Value, StringComparer.Ordinal);
        return options.Count == 0 ? null : new RemoteSettings(name.ToLowerInvariant(), options);
    }

    public static string SectionOf(string remote) => $"{RemotePrefix}{remote.ToLowerInvariant()}\"";

    public static string? RemoteNameOf(string section) =>
        section.StartsWith(RemotePrefix, StringComparison.Ordinal) && section.EndsWith('"') && section.Length > RemotePrefix.Length
            ? section[RemotePrefix.Length..^1]
            : null;

    /// <exception cref="DvcFormatException">A file is not readable as a configuration, for DVC neither.</exception>
    public static DvcConfig Read(string? dvcFolder, params ReadOnlySpan<ConfigLevel> levels)
    {
        var config = new DvcConfig(dvcFolder);
        foreach (var level in levels.IsEmpty ? [ConfigLevel.System, ConfigLevel.Global, ConfigLevel.Project, ConfigLevel.Local] : levels)
        {
            if (ConfigFiles.Of(level, dvcFolder) is { } file && File.Exists(file))
            {
                config.Apply(level, ReadText(file));
            }
        }

        return config;
    }

    /// <summary>The settings of a repository that somebody else wrote, without what would make them dangerous.</summary>
    /// <remarks>
    /// They name no files of this machine, with which a program could be run or a key be used, and what the user set for a remote of
    /// the same name is not for theirs. A server that they choose, and that ours do not know, is not told who asks.
    /// </remarks>
    public static DvcConfig Foreign(string file, string text, DvcConfig own)
    {
        var config = new DvcConfig(dvcFolder: null);
        config.Apply(ConfigLevel.Project, ConfigText.Parse(file, text));
        foreach (var setting in config._settings.Values.Where(static setting => s_ofThisMachine.Contains(setting.Key)).ToArray())
        {
            config._settings.Remove((setting.Section, setting.Key));
        }

        foreach (var server in config._settings.Values.Where(server => IsServer(server) && !own._settings.Values.Any(ours => (ours.Key, ours.Value) == (server.Key, server.Value))).ToArray())
        {
            if (!s_secrets.Any(key => config._settings.ContainsKey((server.Section, key))))
            {
                config._settings[(server.Section, "allow_anonymous_login")] = server with { Key = "allow_anonymous_login", Value = "true" };
            }
        }

        return config;
    }

    private static readonly string[] s_ofThisMachine = ["configpath", "credentialpath", "profile", "keyfile", "passphrase"];

    private static readonly string[] s_secrets = ["access_key_id", "account_key", "sas_token", "client_secret"];

    private static bool IsServer(ConfigSetting setting) =>
        setting.Key == "endpointurl" || (setting.Key == "account_name" && setting.Value.Contains("://", StringComparison.Ordinal));

    /// <summary>The text of one level; empty where there is no file.</summary>
    public static ConfigText ReadText(string file)
    {
        try
        {
            return ConfigText.Parse(file, File.Exists(file) ? AtomicFile.StrictUtf8.GetString(AtomicFile.ReadBounded(file, MaxSize)) : "");
        }
        catch (DecoderFallbackException)
        {
            throw new DvcFormatException(file, 1, "it is not UTF-8 text", "Restore the file from version control.");
        }
    }

    private void Apply(ConfigLevel level, ConfigText text)
    {
        foreach (var section in text.Sections)
        {
            foreach (var entry in section.Entries)
            {
                var value = ConfigPaths.IsPath(section.Name, entry.Key) && entry.Value.Length != 0 ? ConfigPaths.Resolve(text.File, entry.Value) : entry.Value;
                _settings[(section.Name, entry.Key)] = new ConfigSetting(section.Name, entry.Key, value, level, text.File);
            }
        }
    }

    private bool IsTrue(string section, string key) => this[section, key]?.ToUpperInvariant() is "TRUE" or "YES" or "ON" or "1";
}

/// <summary>A setting that holds, and where it stands.</summary>
internal sealed record ConfigSetting(string Section, string Key, string Value, ConfigLevel Level, string File)
{
    /// <summary>As one types it: <c>core.remote</c>, <c>remote.store.url</c>.</summary>
    public string Name => DvcConfig.RemoteNameOf(Section) is { } remote ? $"remote.{remote}.{Key}" : $"{Section}.{Key}";
}

/// <summary>A remote as it is configured.</summary>
internal sealed record RemoteSettings(string Name, IReadOnlyDictionary<string, string> Options)
{
    public string? this[string option] => Options.TryGetValue(option, out var value) && value.Length != 0 ? value : null;

    public string? Url => this["url"];

    public bool IsTrue(string option) => "true".Equals(this[option], StringComparison.OrdinalIgnoreCase);

    public bool IsFalse(string option) => "false".Equals(this[option], StringComparison.OrdinalIgnoreCase);
}
