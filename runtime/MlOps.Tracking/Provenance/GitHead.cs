namespace MlOps.Provenance;

/// <summary>The commit and branch that a working tree has checked out, read from <c>.git</c> without running git.</summary>
/// <param name="Commit">40 or 64 hex digits.</param>
/// <param name="Branch">The branch, or <see langword="null"/> when the head is detached.</param>
internal sealed record GitHead(string Commit, string? Branch)
{
    private const string RefPrefix = "ref: ";
    private const string BranchPrefix = "refs/heads/";

    /// <summary>Reads the head of the working tree that holds a folder; <see langword="null"/> when there is none, or no commit yet.</summary>
    public static GitHead? Find(string folder)
    {
        try
        {
            for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
            {
                var dotGit = Path.Combine(current.FullName, ".git");
                if (Directory.Exists(dotGit))
                {
                    return Read(dotGit, dotGit);
                }

                if (File.Exists(dotGit))
                {
                    return ReadLinked(current.FullName, dotGit);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Provenance is worth a look, not a failure.
        }

        return null;
    }

    /// <summary>A worktree or submodule: <c>.git</c> is a file that names its folder, whose refs may lie in a common one.</summary>
    private static GitHead? ReadLinked(string folder, string dotGitFile)
    {
        const string Prefix = "gitdir: ";
        var text = File.ReadAllText(dotGitFile).Trim();
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var gitFolder = Path.GetFullPath(Path.Combine(folder, text[Prefix.Length..]));
        var commonFile = Path.Combine(gitFolder, "commondir");
        var common = File.Exists(commonFile)
            ? Path.GetFullPath(Path.Combine(gitFolder, File.ReadAllText(commonFile).Trim()))
            : gitFolder;
        return Read(gitFolder, common);
    }

    private static GitHead? Read(string gitFolder, string commonFolder)
    {
        var head = File.ReadAllText(Path.Combine(gitFolder, "HEAD")).Trim();
        if (!head.StartsWith(RefPrefix, StringComparison.Ordinal))
        {
            return IsCommit(head) ? new GitHead(head, null) : null;
        }

        var name = head[RefPrefix.Length..];
        var commit = LooseRef(commonFolder, name) ?? PackedRef(commonFolder, name);
        if (commit is null || !IsCommit(commit))
        {
            return null;
        }

        return new GitHead(commit, name.StartsWith(BranchPrefix, StringComparison.Ordinal) ? name[BranchPrefix.Length..] : name);
    }

    private static string? LooseRef(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }

    private static string? PackedRef(string folder, string name)
    {
        var path = Path.Combine(folder, "packed-refs");
        return !File.Exists(path) ? null : File.ReadLines(path)
            .Where(line => line.EndsWith(" " + name, StringComparison.Ordinal))
            .Select(static line => line[..line.IndexOf(' ', StringComparison.Ordinal)])
            .FirstOrDefault();
    }

    private static bool IsCommit(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit);
}
