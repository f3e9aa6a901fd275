using MlOps.Data.Git;

namespace MlOps.Data.Ssh;

/// <summary>What <c>~/.ssh/config</c> says of a host. Of the blocks of <c>Match</c>, only <c>Match all</c> is obeyed.</summary>
internal sealed class SshConfig
{
    private const int MaxSize = 1024 * 1024;
    private const int MaxDepth = 16; // As ssh.
    private const int MaxFiles = 256;

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _home;
    private readonly string _host;
    private int _files;

    private SshConfig(string home, string host) => (_home, _host) = (home, host);

    public static SshConfig Read(string file, string home, string host)
    {
        var config = new SshConfig(home, host);
        config.Read(file, applies: true, depth: 0);
        return config;
    }

    /// <summary>The value that holds: the first one that the file has.</summary>
    public string? First(string key) => All(key) is [var first, ..] ? first : null;

    public IReadOnlyList<string> All(string key) => _values.GetValueOrDefault(key) ?? [];

    /// <summary>A path as it is meant.</summary>
    public static string Expand(string path, string home, string host, string user)
    {
        var expanded = path.Replace("%%", "\0", StringComparison.Ordinal).Replace("%d", home, StringComparison.Ordinal).Replace("%h", host, StringComparison.Ordinal)
            .Replace("%r", user, StringComparison.Ordinal).Replace("%u", Environment.UserName, StringComparison.Ordinal).Replace('\0', '%');
        return expanded.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, expanded[2..]) : expanded;
    }

    private void Read(string file, bool applies, int depth)
    {
        if (!File.Exists(file) || depth > MaxDepth || ++_files > MaxFiles)
        {
            return;
        }

        foreach (var line in AtomicFile.StrictUtf8.GetString(AtomicFile.ReadBounded(file, MaxSize)).Split('\n'))
        {
            var (key, value) = Parse(line);
            switch (key.ToUpperInvariant())
            {
                case "":
                    break;
                case "HOST":
                    applies = Matches(value, _host);
                    break;
                case "MATCH":
                    applies = value.Equals("all", StringComparison.OrdinalIgnoreCase);
                    break;
                case "INCLUDE" when applies:
                    foreach (var included in value.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Included))
                    {
                        Read(included, applies, depth + 1);
                    }

                    break;
                default:
                    if (applies)
                    {
                        (_values.TryGetValue(key, out var values) ? values : _values[key] = []).Add(value);
                    }

                    break;
            }
        }
    }

    /// <summary>Whether a list of patterns, of which some may be negated, means a name.</summary>
    public static bool Matches(string patterns, string name, char separator = ' ')
    {
        var isMeant = false;
        foreach (var pattern in patterns.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var isNegated = pattern.StartsWith('!');
            if (IsLike(pattern.AsSpan(isNegated ? 1 : 0), name))
            {
                if (isNegated)
                {
                    return false;
                }

                isMeant = true;
            }
        }

        return isMeant;
    }

    // There are no classes in these patterns: a bracket is a bracket.
    private static bool IsLike(ReadOnlySpan<char> pattern, string name) =>
        Wildcard.Matches(pattern.ToString().ToUpperInvariant().Replace("[", "\\[", StringComparison.Ordinal), name.ToUpperInvariant());

    // "Key value", "Key=value", and the value perhaps in quotation marks.
    private static (string Key, string Value) Parse(string line)
    {
        var text = line.Trim();
        if (text.Length == 0 || text[0] == '#')
        {
            return ("", "");
        }

        var end = text.AsSpan().IndexOfAny(' ', '\t', '=');
        return end < 0 ? (text, "") : (text[..end], text[end..].TrimStart(' ', '\t', '=').Trim('"'));
    }

    private IEnumerable<string> Included(string pattern)
    {
        var path = Path.Combine(_home, ".ssh", Expand(pattern, _home, _host, Environment.UserName));
        var folder = Path.GetDirectoryName(path)!;
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Path.GetFileName(path)).Order(StringComparer.Ordinal) : [];
    }
}
