namespace MlOps.Provenance;

/// <summary>The commit and branch that a working tree has checked out, read from <c>.git</c> without running git.</summary>
/// <param name="Commit">40 or 64 hex digits.</param>
/// <param name="Branch">The branch, or <see langword="null"/> when the head is detached.</param>
internal sealed record GitHead(string Commit, string? Branch)
{
    private const string RefPrefix = "ref: ";
    private const string BranchPrefix = "refs/heads/";

    /// <summary>Reads the head of a working tree; <see langword="null"/> when there is no commit yet.</summary>
    public static GitHead? Of(GitFolder git)
    {
        try
        {
            return Read(git.Own, git.Common);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null; // Provenance is worth a look, not a failure.
        }
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
