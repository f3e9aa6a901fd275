namespace MlOps.Data.Git;

/// <summary>Puts what was written into git's index, where <c>core.autostage</c> asks for that.</summary>
internal static class AutoStage
{
    /// <param name="repository">The repository.</param>
    /// <param name="paths">Data sets whose pointers were written or deleted, from the root of the repository.</param>
    public static void Add(DvcRepository repository, IEnumerable<string> paths)
    {
        if (repository.NoScm || !repository.Config.AutoStage)
        {
            return;
        }

        var files = paths
            .SelectMany(static path => (string[])[path + DvcPointer.Extension, (Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder.Replace('\\', '/') + "/" : "") + ".gitignore"])
            .Distinct(StringComparer.Ordinal);
        foreach (var file in files)
        {
            // One that was deleted and never known to git is no fault.
            GitProcess.TryRun(repository.Root, "add", "--all", "--", file);
        }
    }
}
