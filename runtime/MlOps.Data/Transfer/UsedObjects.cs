using MlOps.Data.Md5;
using MlOps.Data.Yaml;

namespace MlOps.Data.Transfer;

/// <summary>What the data sets of a repository need of a remote.</summary>
internal static class UsedObjects
{
    /// <summary>All, or those that are asked for.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="options">Which.</param>
    /// <param name="cancellationToken">Stops the search for pointers.</param>
    /// <exception cref="DataOperationException">A target is none.</exception>
    public static IReadOnlyList<UsedData> Of(DvcRepository repository, TransferOptions options, CancellationToken cancellationToken) =>
        [.. DatasetTargets.Of(repository, options.Targets, cancellationToken, [.. Past(repository, options)]).Select(static target => Used(target)).OfType<UsedData>().Distinct()];

    // Nobody can correct what was committed: what is no MD5 is passed by there.
    private static IEnumerable<TrackedOutput> Past(DvcRepository repository, TransferOptions options)
    {
        string[] kinds = [.. options.AllBranches ? ["refs/heads"] : Array.Empty<string>(), .. options.AllTags ? ["refs/tags"] : Array.Empty<string>()];
        return kinds.Length == 0 && !options.AllCommits ? []
            : RepositoryHistory.Outputs(repository, options.AllCommits ? null : kinds).Where(static tracked => Md5Value.TryParse(tracked.Output.PlainMd5, out _));
    }

    /// <returns>Null for what no remote has.</returns>
    internal static UsedData? Used(DatasetTarget target)
    {
        var (tracked, output) = (target.Tracked, target.Tracked.Output);
        return output.Md5 is not { } md5 || !output.IsCached || !output.IsPushed ? null
            : Md5Value.TryParse(output.PlainMd5, out _)
                ? new UsedData(new UsedObject(md5, output.IsLegacy, tracked.Path), output.Size, (output.Node["remote"] as YamlText)?.Value, target.Within, !tracked.IsImported)
                : throw new DvcFormatException(tracked.File, output.Line, $"md5 '{md5}' is not 32 hex digits", "Restore the file from version control.");
    }
}
