using System.Text;

namespace MlOps.Data;

/// <summary>The few settings of <c>.dvc/config</c> and <c>.dvc/config.local</c> that versioning a file needs.</summary>
/// <remarks>User-wide and system-wide settings of DVC are not read.</remarks>
internal sealed class DvcConfig
{
    private const int MaxSize = 1024 * 1024;

    internal string? CacheFolder { get; private set; }

    /// <summary>The repository was made for use without git: nothing of git's is touched.</summary>
    internal bool NoScm { get; private set; }

    internal static DvcConfig Read(string dvcFolder)
    {
        var config = new DvcConfig();
        foreach (var name in (string[])["config", "config.local"])
        {
            var file = Path.Combine(dvcFolder, name);
            if (File.Exists(file))
            {
                config.Apply(dvcFolder, Encoding.UTF8.GetString(AtomicFile.ReadBounded(file, MaxSize)));
            }
        }

        return config;
    }

    private void Apply(string dvcFolder, string text)
    {
        var section = "";
        foreach (var raw in text.TrimStart('\uFEFF').EnumerateLines())
        {
            var line = raw.Trim();
            if (line.StartsWith('[') && line.IndexOf(']') is > 0 and var end)
            {
                section = line[1..end].Trim().ToString();
            }
            else if (line.IndexOf('=') is > 0 and var equals && line[0] is not ('#' or ';'))
            {
                Set(dvcFolder, section, line[..equals].Trim(), Value(line[(equals + 1)..].Trim()));
            }
        }
    }

    private void Set(string dvcFolder, string section, ReadOnlySpan<char> key, string value)
    {
        if (section == "cache" && key is "dir" && value.Length != 0)
        {
            if (value.Contains("://", StringComparison.Ordinal))
            {
                throw new InvalidDataException($"cache.dir '{value}' of '{dvcFolder}' is not a folder; only folders can hold the cache.");
            }

            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var folder = value.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, value[2..]) : value;
            CacheFolder = Path.GetFullPath(Path.Combine(dvcFolder, folder));
        }
        else if (section == "core" && key is "no_scm")
        {
            NoScm = value.ToUpperInvariant() is "TRUE" or "YES" or "ON" or "1";
        }
    }

    private static string Value(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[0] is '"' or '\'')
        {
            var close = text[1..].IndexOf(text[0]);
            return close < 0 ? text[1..].ToString() : text.Slice(1, close).ToString();
        }

        var comment = text.IndexOf('#');
        return (comment < 0 ? text : text[..comment]).TrimEnd().ToString();
    }
}
