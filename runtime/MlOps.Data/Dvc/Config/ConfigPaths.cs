using System.Buffers;

namespace MlOps.Data.Config;

/// <summary>Settings that name files: a relative one is seen from the folder of the file it stands in.</summary>
internal static class ConfigPaths
{
    private static readonly SearchValues<char> s_scheme = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private static readonly HashSet<string> s_ofRemotes = new(StringComparer.Ordinal)
    {
        "url", "credentialpath", "configpath", "keyfile", "cert_path", "key_path",
        "gdrive_user_credentials_file", "gdrive_service_account_json_file_path",
    };

    public static bool IsPath(string section, string key) =>
        section == "cache" ? key == "dir" : DvcConfig.RemoteNameOf(section) is not null && s_ofRemotes.Contains(key);

    public static bool IsUrl(string value) =>
        value.IndexOf("://", StringComparison.Ordinal) is > 0 and var end && value.AsSpan(0, end).IndexOfAnyExcept(s_scheme) < 0;

    /// <summary>What a setting means: the full path, or the address as it is.</summary>
    public static string Resolve(string file, string value)
    {
        if (IsUrl(value))
        {
            return value;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var expanded = value == "~" ? home : value.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, value[2..]) : value;
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, expanded));
    }

    /// <summary>How to write what somebody typed in a folder.</summary>
    public static string Relative(string file, string typed, string currentFolder) =>
        IsUrl(typed) || typed.StartsWith('~') || Path.IsPathRooted(typed) ? typed
            : Path.GetRelativePath(Path.GetDirectoryName(file)!, Path.GetFullPath(Path.Combine(currentFolder, typed)))
                .Replace(Path.DirectorySeparatorChar, '/');
}
