using System.Globalization;
using System.Text;

namespace MlOps.Data.Git;

/// <summary>A line of an ignore file.</summary>
/// <param name="Depth">How many folders its file lies below the root.</param>
/// <param name="Pattern">What it says.</param>
/// <param name="File">The file, from the root.</param>
/// <param name="Line">Its number, counted from one.</param>
internal sealed record IgnoreRule(int Depth, GitIgnorePattern Pattern, string File, int Line)
{
    /// <summary>As <c>.dvcignore:1:*.tmp</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Pattern}");
}

/// <summary>
/// What the ignore files of a tree say, <c>.gitignore</c> or <c>.dvcignore</c>: they lie in any folder and are read when
/// something below it is asked about, once.
/// </summary>
/// <param name="root">The full path of the root of the tree.</param>
/// <param name="fileName">What the files are called.</param>
internal sealed class IgnoreRules(string root, string fileName)
{
    private const int MaxSize = 1024 * 1024;

    private readonly Dictionary<string, IgnoreRule[]> _known = new(StringComparer.Ordinal);
    private readonly List<IgnoreRule> _always = [];

    /// <summary>Adds a file of rules for the whole tree, weaker than all others.</summary>
    public IgnoreRules With(string file)
    {
        _always.AddRange(Read(file, 0, file));
        return this;
    }

    /// <summary>The rule by which a path is ignored, or null.</summary>
    /// <param name="path">From the root, with forward slashes.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public IgnoreRule? Find(string path, bool isFolder)
    {
        var segments = path.Split('/');
        var rules = new List<IgnoreRule>(_always);
        for (var length = 1; length <= segments.Length; length++)
        {
            rules.AddRange(In(segments.AsSpan(0, length - 1)));
            // Below an ignored folder nothing can be taken back.
            if (Last(rules, segments.AsSpan(0, length), isFolder || length < segments.Length) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>All rules that match a path or a folder above it, in their order: the last of them decides.</summary>
    public IReadOnlyList<IgnoreRule> Matching(string path, bool isFolder)
    {
        var segments = path.Split('/');
        var found = new List<IgnoreRule>();
        for (var length = 1; length <= segments.Length; length++)
        {
            var part = segments[..length];
            var rules = For(string.Join('/', segments[..(length - 1)]));
            found.AddRange(rules.Where(rule => !found.Contains(rule) && rule.Pattern.Matches(part.AsSpan(rule.Depth), isFolder || length < segments.Length)));
            if (Last(rules, part, isFolder || length < segments.Length) is not null)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>The rules that hold for what lies directly in a folder: its own and those above.</summary>
    /// <param name="path">The folder from the root, with forward slashes; empty for the root.</param>
    public List<IgnoreRule> For(string path)
    {
        var segments = path.Length == 0 ? [] : path.Split('/');
        var rules = new List<IgnoreRule>(_always);
        for (var length = 0; length <= segments.Length; length++)
        {
            rules.AddRange(In(segments.AsSpan(0, length)));
        }

        return rules;
    }

    /// <summary>The last rule that matches decides.</summary>
    /// <returns>Null where none matches, or the last one takes the path back.</returns>
    public static IgnoreRule? Last(List<IgnoreRule> rules, ReadOnlySpan<string> path, bool isFolder)
    {
        for (var i = rules.Count - 1; i >= 0; i--)
        {
            if (rules[i].Pattern.Matches(path[rules[i].Depth..], isFolder))
            {
                return rules[i].Pattern.Negated ? null : rules[i];
            }
        }

        return null;
    }

    private IgnoreRule[] In(ReadOnlySpan<string> folder)
    {
        var name = string.Join('/', folder.ToArray().Append(fileName));
        return _known.TryGetValue(name, out var rules) ? rules : _known[name] = Read(Path.Combine(root, name), folder.Length, name);
    }

    private static IgnoreRule[] Read(string file, int depth, string name) => File.Exists(file)
        ?
        [
            .. Encoding.UTF8.GetString(AtomicFile.ReadBounded(file, MaxSize)).TrimStart('\uFEFF').Split('\n')
                .Select((text, index) => GitIgnorePattern.Parse(text) is { } pattern ? new IgnoreRule(depth, pattern, name, index + 1) : null)
                .OfType<IgnoreRule>(),
        ]
        : [];
}
