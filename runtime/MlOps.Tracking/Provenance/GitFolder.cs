namespace MlOps.Provenance;

/// <summary>Where a working tree keeps what git knows of it; git itself is never run.</summary>
/// <param name="WorkTree">The root of the files.</param>
/// <param name="Own">The git folder with the head and the index; a linked working tree has one of its own.</param>
/// <param name="Common">The git folder with the configuration, the branches and the objects.</param>
internal sealed record GitFolder(string WorkTree, string Own, string Common)
{
    /// <summary>The working tree that holds a folder; <see langword="null"/> when there is none.</summary>
    public static GitFolder? Find(string folder)
    {
        try
        {
            for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
            {
                var dotGit = Path.Combine(current.FullName, ".git");
                if (Directory.Exists(dotGit))
                {
                    return new(current.FullName, dotGit, dotGit);
                }

                if (File.Exists(dotGit))
                {
                    return ReadLink(current.FullName, dotGit);
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
    private static GitFolder? ReadLink(string folder, string dotGitFile)
    {
        const string Prefix = "gitdir: ";
        var text = File.ReadAllText(dotGitFile).Trim();
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var own = Path.GetFullPath(Path.Combine(folder, text[Prefix.Length..]));
        var commonFile = Path.Combine(own, "commondir");
        var common = File.Exists(commonFile)
            ? Path.GetFullPath(Path.Combine(own, File.ReadAllText(commonFile).Trim()))
            : own;
        return new(folder, own, common);
    }
}
