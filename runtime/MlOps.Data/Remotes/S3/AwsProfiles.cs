using System.Text;

namespace MlOps.Data.Remotes.S3;

/// <summary>Variables and files in which AWS's own tools keep who asks and where.</summary>
/// <param name="variable">Reads a variable of the environment.</param>
/// <param name="home">The folder with <c>.aws/</c>.</param>
/// <param name="credentials">The file of credentials, where an option names it.</param>
/// <param name="config">The same of the configuration.</param>
internal sealed class AwsProfiles(Func<string, string?> variable, string home, string? credentials, string? config)
{
    private const int MaxSize = 1024 * 1024;

    /// <summary>Whether a remote says which file is read: it may lie in a repository that anybody wrote.</summary>
    public bool IsConfigOfRemote => config is not null;

    /// <summary><c>~/.aws</c>.</summary>
    public string Folder => Path.Combine(home, ".aws");

    /// <summary>A variable of the environment; an empty one is none.</summary>
    public string? Variable(string name) => variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>A profile of <c>~/.aws/credentials</c>.</summary>
    public IReadOnlyDictionary<string, string> Secrets(string profile) =>
        Read(credentials ?? Variable("AWS_SHARED_CREDENTIALS_FILE") ?? Path.Combine(Folder, "credentials"), profile);

    /// <summary>A profile of <c>~/.aws/config</c>.</summary>
    public IReadOnlyDictionary<string, string> Config(string profile) => ReadConfig(profile == "default" ? profile : $"profile {profile}");

    /// <summary>A session of single sign-on, which profiles share.</summary>
    public IReadOnlyDictionary<string, string> Session(string name) => ReadConfig($"sso-session {name}");

    private Dictionary<string, string> ReadConfig(string header) => Read(config ?? Variable("AWS_CONFIG_FILE") ?? Path.Combine(Folder, "config"), header);

    private static Dictionary<string, string> Read(string file, string header)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(file))
        {
            return found;
        }

        var isMeant = false;
        foreach (var raw in Encoding.UTF8.GetString(AtomicFile.ReadBounded(file, MaxSize)).Split('\n'))
        {
            var line = raw.Trim();
            if (line.StartsWith('[') && line.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
            {
                isMeant = string.Join(' ', line[1..end].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)).Trim('"') == header;
            }
            else if (isMeant && line.Length != 0 && line[0] is not ('#' or ';')
                && raw[0] is not (' ' or '\t') // An indented line belongs to a group such as "s3 =".
                && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
            {
                found[line[..equals].TrimEnd()] = line[(equals + 1)..].TrimStart();
            }
        }

        return found;
    }
}
