using System.Text;

namespace MlOps.Data.Git;

/// <summary>Keeps data that DVC tracks out of git: asks whether a file is ignored, and adds the line when it is not.</summary>
/// <remarks>
/// Read are <c>info/exclude</c> and the <c>.gitignore</c> of every folder from the root to the file, each up to 1 MiB. Not
/// read is the user's own <c>core.excludesFile</c>, which other clones do not have; <c>core.ignorecase</c> is not obeyed.
/// The cost of either is a line too many.
/// </remarks>
internal static class GitIgnore
{
    private const string FileName = ".gitignore";
    private const int MaxSize = 1024 * 1024;

    /// <summary>Adds <c>/name</c> to the <c>.gitignore</c> beside a file. The caller holds the lock of the repository.</summary>
    internal static void Add(string file)
    {
        var ignoreFile = Path.Combine(Path.GetDirectoryName(file)!, FileName);
        RefuseLink(ignoreFile);
        var line = Line(file);
        var existing = File.Exists(ignoreFile) ? Text(ignoreFile) : "";
        var separator = existing.Length == 0 || existing.EndsWith('\n') ? "" : "\n";
        using var stream = new FileStream(ignoreFile, FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write(AtomicFile.StrictUtf8.GetBytes(separator + line + "\n"));
    }

    /// <summary>Takes the line of a file out of the <c>.gitignore</c> beside it, and that file away when nothing else is in it, as DVC does.</summary>
    internal static void Remove(string file)
    {
        var ignoreFile = Path.Combine(Path.GetDirectoryName(file)!, FileName);
        if (!File.Exists(ignoreFile))
        {
            return;
        }

        RefuseLink(ignoreFile);
        var old = Text(ignoreFile);
        var line = Line(file);
        var kept = string.Concat(old.Split('\n').Select(static (text, index) => (text, index))
            .Where(entry => entry.text.TrimEnd('\r') != line)
            .Select(static entry => entry.index == 0 ? entry.text : "\n" + entry.text)).TrimStart('\n');
        if (kept.Trim().Length == 0)
        {
            File.Delete(ignoreFile);
        }
        else if (kept != old)
        {
            AtomicFile.Write(ignoreFile, kept);
        }
    }

    /// <summary>Whether git should get a line for a file: it does not ignore it, does not track it, and has no such line.</summary>
    internal static bool Needs(GitRepository git, string file)
    {
        // A line break in a name cannot be written in a .gitignore; trying would ignore other files.
        if (file.AsSpan().ContainsAny('\n', '\r') || IsIgnored(git, file) || HasLine(file))
        {
            return false;
        }

        return GitIndex.Find(git, git.PathOf(file)) == GitTracking.Untracked;
    }

    internal static bool IsIgnored(GitRepository git, string file) => Rules(git).Find(git.PathOf(file), isFolder: Directory.Exists(file)) is not null;

    /// <summary>All that is ignored in a work tree; for many questions at once.</summary>
    internal static IgnoreRules Rules(GitRepository git) =>
        new IgnoreRules(git.WorkTree, FileName).With(Path.Combine(git.CommonFolder, "info", "exclude"));

    /// <summary>Whether no line can make git ignore a file of that name.</summary>
    internal static bool CannotIgnore(string file) => Path.GetFileName(file.AsSpan()).ContainsAny('\n', '\r');

    // The same characters as DVC, and those that it forgets: a backslash, and a blank at the end. Without, git would not see the name.
    private static string Line(string file)
    {
        var name = Path.GetFileName(file);
        var line = new StringBuilder("/");
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] is '[' or ']' or '!' or '*' or '#' or '?' or '\\' || (name[i] == ' ' && i == name.Length - 1))
            {
                line.Append('\\');
            }

            line.Append(name[i]);
        }

        return line.ToString();
    }

    // Our reading of a line may differ from git's: there must not be one more at every build.
    private static bool HasLine(string file)
    {
        var ignoreFile = Path.Combine(Path.GetDirectoryName(file)!, FileName);
        return File.Exists(ignoreFile) && Text(ignoreFile).Split('\n').Contains(Line(file), StringComparer.Ordinal);
    }

    // Git does not follow it, and what it leads to is not ours.
    private static void RefuseLink(string ignoreFile)
    {
        if (new FileInfo(ignoreFile).LinkTarget is not null)
        {
            throw new IOException($"'{ignoreFile}' is a link, which git does not follow: replace it by a file.");
        }
    }

    private static string Text(string file) =>
        Encoding.UTF8.GetString(AtomicFile.ReadBounded(file, MaxSize)).TrimStart('\uFEFF');
}
