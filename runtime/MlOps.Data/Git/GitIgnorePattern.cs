namespace MlOps.Data.Git;

/// <summary>One line of a <c>.gitignore</c>.</summary>
/// <remarks>
/// Not understood: POSIX classes such as <c>[[:alpha:]]</c>, and two stars behind letters (<c>data**/x</c>), which git takes
/// for more than one star though its manual says otherwise.
/// </remarks>
internal sealed class GitIgnorePattern
{
    private readonly string[] _segments;
    private readonly bool _foldersOnly;
    private readonly string _text;

    private GitIgnorePattern(string text, string[] segments, bool negated, bool foldersOnly)
    {
        _text = text;
        _segments = segments;
        Negated = negated;
        _foldersOnly = foldersOnly;
    }

    /// <summary>The line starts with <c>!</c>: what it matches is not ignored after all.</summary>
    internal bool Negated { get; }

    /// <returns>Null for a blank line or a comment.</returns>
    internal static GitIgnorePattern? Parse(string line)
    {
        line = TrimEnd(line.EndsWith('\r') ? line[..^1] : line);
        if (line.Length == 0 || line[0] == '#')
        {
            return null;
        }

        var text = line;
        var negated = line[0] == '!';
        line = negated ? line[1..] : line;
        var foldersOnly = line.EndsWith('/');
        line = foldersOnly ? line[..^1] : line;
        if (line.Length == 0)
        {
            return null;
        }

        // A slash at the start or in the middle ties the pattern to the folder of its file.
        var tied = line.Contains('/', StringComparison.Ordinal);
        var segments = Array.ConvertAll((line[0] == '/' ? line[1..] : line).Split('/'), static segment =>
            segment.Length > 1 && segment.AsSpan().Trim('*').IsEmpty ? "**" : segment);
        return new GitIgnorePattern(text, tied ? segments : ["**", .. segments], negated, foldersOnly);
    }

    public override string ToString() => _text;

    /// <param name="path">Segments, seen from the folder of the <c>.gitignore</c>.</param>
    /// <param name="folder">Whether the path is a folder.</param>
    internal bool Matches(ReadOnlySpan<string> path, bool folder)
    {
        if (_foldersOnly && !folder)
        {
            return false;
        }

        // reached[i]: the segments of the pattern so far can match the first i segments of the path.
        var reached = new bool[path.Length + 1];
        reached[0] = true;
        for (var index = 0; index < _segments.Length; index++)
        {
            var segment = _segments[index];
            var next = new bool[path.Length + 1];
            if (segment == "**")
            {
                // At the end it stands for what is inside a folder, not for the folder itself.
                var least = index == _segments.Length - 1 ? 1 : 0;
                var open = false;
                for (var at = 0; at <= path.Length; at++)
                {
                    next[at] = least == 0 ? reached[at] || open : open;
                    open |= reached[at];
                }
            }
            else
            {
                for (var at = 0; at < path.Length; at++)
                {
                    next[at + 1] = reached[at] && Wildcard.Matches(segment, path[at]);
                }
            }

            reached = next;
        }

        return reached[path.Length];
    }

    // Blanks at the end do not count unless a backslash keeps them.
    private static string TrimEnd(string line)
    {
        var end = line.Length;
        while (end > 0 && line[end - 1] == ' ' && !(end > 1 && line[end - 2] == '\\'))
        {
            end--;
        }

        return line[..end];
    }
}
