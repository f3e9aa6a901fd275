using System.Text;

namespace MlOps.Data.Remotes.S3;

/// <summary>Reads a profile from <c>~/.aws/credentials</c> or <c>~/.aws/config</c>.</summary>
internal static class AwsProfiles
{
    private const int MaxSize = 1024 * 1024;

    public static IReadOnlyDictionary<string, string> Read(string file, string profile, bool isConfig)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(file))
        {
            return found;
        }

        var header = isConfig && profile != "default" ? $"profile {profile}" : profile;
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
