namespace MlOps.Data.Config;

/// <summary>Where a setting stands; of two the later one wins.</summary>
internal enum ConfigLevel
{
    /// <summary>Of the machine.</summary>
    System,

    /// <summary>Of the user.</summary>
    Global,

    /// <summary>Of the repository, committed.</summary>
    Project,

    /// <summary>Of this checkout, not committed.</summary>
    Local,
}

/// <summary>The files of the levels, at the places where DVC keeps them.</summary>
internal static class ConfigFiles
{
    public const string SystemVariable = "DVC_SYSTEM_CONFIG_DIR";
    public const string GlobalVariable = "DVC_GLOBAL_CONFIG_DIR";

    /// <returns>Null for a level that needs a repository, where there is none.</returns>
    public static string? Of(ConfigLevel level, string? dvcFolder) => level switch
    {
        ConfigLevel.System => Path.Combine(Variable(SystemVariable) ?? SystemFolder(), "config"),
        ConfigLevel.Global => Path.Combine(Variable(GlobalVariable) ?? UserFolder(), "config"),
        ConfigLevel.Project => dvcFolder is null ? null : Path.Combine(dvcFolder, "config"),
        _ => dvcFolder is null ? null : Path.Combine(dvcFolder, "config.local"),
    };

    private static string SystemFolder() =>
        OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "iterative", "dvc")
        : OperatingSystem.IsMacOS() ? "/Library/Application Support/dvc"
        : Path.Combine(Variable("XDG_CONFIG_DIRS")?.Split(Path.PathSeparator)[0] ?? "/etc/xdg", "dvc");

    private static string UserFolder() =>
        OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "iterative", "dvc")
        : OperatingSystem.IsMacOS() ? Path.Combine(Home(), "Library", "Application Support", "dvc")
        : Path.Combine(Variable("XDG_CONFIG_HOME") ?? Path.Combine(Home(), ".config"), "dvc");

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
