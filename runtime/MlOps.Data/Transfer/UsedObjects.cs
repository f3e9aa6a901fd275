using MlOps.Data.Md5;
using MlOps.Data.Yaml;

namespace MlOps.Data.Transfer;

/// <summary>What the data sets of a repository need of a remote.</summary>
internal static class UsedObjects
{
    /// <summary>All, or those that are asked for.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="targets">Pointers, data, folders above them, files inside them, stages; from the current folder.</param>
    /// <param name="cancellationToken">Stops the search for pointers.</param>
    /// <exception cref="DataOperationException">A target is none.</exception>
    public static IReadOnlyList<UsedData> Of(DvcRepository repository, IReadOnlyList<string> targets, CancellationToken cancellationToken) =>
        [.. DatasetTargets.Of(repository, targets, cancellationToken).Select(static target => Used(target)).OfType<UsedData>().Distinct()];

    private static UsedData? Used(DatasetTarget target)
    {
        var (tracked, output) = (target.Tracked, target.Tracked.Output);
        return output.Md5 is not { } md5 || !output.IsCached || !output.IsPushed ? null
            : Md5Value.TryParse(output.PlainMd5, out _)
                ? new UsedData(new UsedObject(md5, output.IsLegacy, tracked.Path), output.Size, (output.Node["remote"] as YamlText)?.Value, target.Within, !tracked.IsImported)
                : throw new DvcFormatException(tracked.File, output.Line, $"md5 '{md5}' is not 32 hex digits", "Restore the file from version control.");
    }
}
