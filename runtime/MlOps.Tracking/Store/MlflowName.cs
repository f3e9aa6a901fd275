using System.Text;

namespace MlOps.Store;

/// <summary>
/// MLflow's rule for the names of metrics, params and tags: letters, digits, <c>_ - . /</c> and spaces, at most 250, and a
/// path that cannot be written shorter. (MLflow 3 also takes colons, 2.12 does not.)
/// </summary>
internal static class MlflowName
{
    /// <summary>The name as MLflow takes it: the same object when nothing is wrong with it.</summary>
    /// <exception cref="ArgumentException">There is no name.</exception>
    public static string Clean(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new ArgumentException("A name is needed.");
        }

        return IsValid(name) ? name : MlflowLimits.Cut(Segments(Characters(name)), MlflowLimits.Key).TrimEnd('/');
    }

    private static bool IsValid(string name)
    {
        if (name.Length > MlflowLimits.Key || name is [.., '/'])
        {
            return false;
        }

        var previous = '/'; // The beginning of a segment.
        for (var i = 0; i < name.Length; i++)
        {
            var next = name[i];
            if (previous == '/' && next is '/' or '.' && (next == '/' || IsDots(name.AsSpan(i))))
            {
                return false;
            }

            if (!(char.IsAsciiLetterOrDigit(next) || next is '_' or '-' or '.' or '/' or ' ' || char.IsLetter(next) || char.IsDigit(next)))
            {
                return false;
            }

            previous = next;
        }

        return true;
    }

    /// <summary>Whether a segment says "here" or "above"; at the very beginning MLflow refuses everything that starts with two dots.</summary>
    private static bool IsDots(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf('/');
        var segment = end < 0 ? rest : rest[..end];
        return segment is "." || segment.StartsWith("..");
    }

    private static string Characters(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            text.Append(Rune.IsLetter(rune) || Rune.IsDigit(rune) || rune.Value is '_' or '-' or '.' or '/' or ' ' ? rune.ToString() : "_");
        }

        return text.ToString();
    }

    private static string Segments(string name)
    {
        var segments = name.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(static segment => IsDots(segment) ? segment.Replace('.', '_') : segment);
        return string.Join('/', segments) is { Length: > 0 } text ? text : "_";
    }
}
