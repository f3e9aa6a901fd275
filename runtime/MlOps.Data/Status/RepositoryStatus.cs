using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>Compares the data sets of a repository with their pointers.</summary>
/// <remarks>
/// Pointers that git ignores are copies, as in <c>bin/</c>, and left out; so are repositories inside the repository, as DVC
/// has it. Folders are listed, and not looked into: that comes in a later version.
/// </remarks>
public static class RepositoryStatus
{
    private static readonly string[] s_skipped = [".git", ".dvc", ".mlops"];

    /// <summary>The data sets, in the order of their paths. What did not change since it was last read is not read.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="cancellationToken">Stops between two blocks of a file.</param>
    /// <exception cref="DvcFormatException">A pointer cannot be understood.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<DatasetStatus> Of(DvcRepository repository, CancellationToken cancellationToken = default)
    {
        var git = repository.NoScm ? null : GitRepository.Find(repository.Root);
        return
        [
            .. Pointers(repository.Root)
                .Where(file => git is null || !GitIgnore.IsIgnored(git, file))
                .Select(DvcPointer.Read)
                .SelectMany(static pointer => pointer.Outputs, static (pointer, output) => (output, File: output.FullPath(pointer.File)))
                .Select(pair => Of(repository, pair.output, pair.File, cancellationToken))
                .OrderBy(static status => status.Path, StringComparer.Ordinal),
        ];
    }

    private static DatasetStatus Of(DvcRepository repository, DvcOutput output, string file, CancellationToken cancellationToken)
    {
        var path = Path.GetRelativePath(repository.Root, file).Replace(Path.DirectorySeparatorChar, '/');
        if (output.IsFolder)
        {
            return new DatasetStatus(path, DatasetState.NotCompared, output.Md5, null, output.Size);
        }

        var inspector = new FileInspector(repository.Stats);
        var kept = Kept(repository, inspector, output, cancellationToken);
        if (!File.Exists(file))
        {
            var state = kept == Copy.Absent ? DatasetState.Missing : kept == Copy.Corrupt ? DatasetState.Corrupt : DatasetState.Deleted;
            return new DatasetStatus(path, state, output.Md5, null, output.Size);
        }

        var facts = inspector.Inspect(file, output.IsLegacy, cancellationToken);
        var actual = Md5(facts, output);
        return new DatasetStatus(
            path,
            actual != output.Md5 ? DatasetState.Modified
                : kept == Copy.Corrupt ? DatasetState.Corrupt
                : kept == Copy.Absent ? DatasetState.NotInCache
                : DatasetState.Unchanged,
            output.Md5,
            actual,
            facts.Digest.Size);
    }

    private static Copy Kept(DvcRepository repository, FileInspector inspector, DvcOutput output, CancellationToken cancellationToken)
    {
        if (output.Md5 is not { Length: 32 } md5)
        {
            return Copy.Absent;
        }

        var file = repository.Cache.PathOf(md5, output.IsLegacy);
        return !File.Exists(file) ? Copy.Absent
            : Md5(inspector.Inspect(file, output.IsLegacy, cancellationToken), output) == md5 ? Copy.Whole
            : Copy.Corrupt;
    }

    private static string? Md5(FileFacts facts, DvcOutput output) => output.IsLegacy ? facts.LegacyMd5 : facts.Digest.Md5;

    private static IEnumerable<string> Pointers(string folder)
    {
        var here = new DirectoryInfo(folder);
        foreach (var file in here.EnumerateFiles("*" + DvcPointer.Extension))
        {
            yield return file.FullName;
        }

        // A link could lead back up.
        foreach (var below in here.EnumerateDirectories()
            .Where(static below => !s_skipped.Contains(below.Name)
                && !below.Attributes.HasFlag(FileAttributes.ReparsePoint)
                && !Directory.Exists(Path.Combine(below.FullName, ".dvc"))))
        {
            foreach (var file in Pointers(below.FullName))
            {
                yield return file;
            }
        }
    }

    /// <summary>How the cache has a content.</summary>
    private enum Copy
    {
        Absent,
        Whole,
        Corrupt,
    }
}
