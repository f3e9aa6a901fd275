using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>Whether a file name can be a data set: its pointer and a line of <c>.gitignore</c> must bring it back as it is.</summary>
internal static class PointerName
{
    /// <summary>What YAML takes for a line end: as DVC writes it, it comes back as a blank or not at all.</summary>
    private const string LineEnds = "\u0085\u2028\u2029";

    /// <param name="repository">The repository.</param>
    /// <param name="target">The full path.</param>
    /// <exception cref="DataOperationException">It cannot.</exception>
    public static void Check(DvcRepository repository, string target)
    {
        if (repository.HasGit && GitIgnore.CannotIgnore(target))
        {
            throw DataErrors.CannotIgnore(target);
        }

        if (Path.GetFileName(target.AsSpan()).ContainsAny(LineEnds))
        {
            throw DataErrors.CannotPoint(target);
        }
    }
}
