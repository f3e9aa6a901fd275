using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>
/// Versions data files and folders as DVC does, without ever touching them: content into the cache, pointer beside the file,
/// a line in <c>.gitignore</c>. What is already in step is not written again and keeps its time stamps.
/// </summary>
public static class DatasetVersioner
{
    /// <summary>Brings the pointer of a data set in step with it, or checks that it is.</summary>
    /// <param name="filePath">The data file, or a folder that is one data set.</param>
    /// <param name="mode">Whether to write or only to compare.</param>
    /// <param name="fallbackRoot">Where a repository is made when there is none and no git: the folder of the project.</param>
    /// <param name="stateFolder">Where to remember what files hold when there is no repository; null to read them every time.</param>
    /// <param name="cancellationToken">Stops between two blocks of the file; nothing half-written stays.</param>
    /// <exception cref="DatasetException">The data set cannot be versioned, or does not match its pointer.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DatasetVersion Version(
        string filePath, DatasetMode mode, string fallbackRoot, string? stateFolder = null, CancellationToken cancellationToken = default)
    {
        var file = Path.TrimEndingDirectorySeparator(Path.GetFullPath(filePath));
        if (Directory.Exists(file))
        {
            var (content, folderChange) = FolderVersioner.Version(file, mode, fallbackRoot, stateFolder, progress: null, cancellationToken);
            return new DatasetVersion(file, content.Md5, content.Size, folderChange) { RepositoryPath = RepositoryPathOf(file), FileCount = content.Files };
        }

        if (!File.Exists(file))
        {
            throw DatasetErrors.Missing(file);
        }

        var (facts, change) = VersionFile(file, mode, fallbackRoot, stateFolder, cancellationToken);
        return new DatasetVersion(file, facts.Digest.Md5, facts.Digest.Size, change)
        {
            RepositoryPath = RepositoryPathOf(file),
            Table = facts.Table is { } table ? new DatasetTable(table, file) : null,
        };
    }

    private static (FileFacts Facts, DatasetChange Change) VersionFile(
        string file, DatasetMode mode, string fallbackRoot, string? stateFolder, CancellationToken cancellationToken)
    {
        try
        {
            return mode switch
            {
                DatasetMode.Update => Update(file, null, fallbackRoot, new AddOptions(), cancellationToken),
                DatasetMode.Verify => Verify(file, stateFolder, cancellationToken),
                _ => Identify(file, stateFolder, cancellationToken),
            };
        }
        catch (DvcFormatException problem)
        {
            throw DatasetErrors.InvalidPointer(problem); // Or the settings of the repository.
        }
    }

    private static (FileFacts Facts, DatasetChange Change) Identify(string file, string? stateFolder, CancellationToken cancellationToken)
    {
        try
        {
            return (FileInspector.For(file, stateFolder).Inspect(file, withLegacy: false, cancellationToken), DatasetChange.Unchanged);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw DatasetErrors.Unreadable(file, problem);
        }
    }

    private static (FileFacts Facts, DatasetChange Change) Verify(string file, string? stateFolder, CancellationToken cancellationToken)
    {
        var plain = PlainPointer.Read(file, DatasetPointer.IsExecutable(file));
        var expected = plain is null ? DatasetPointer.Read(file).Output ?? throw DatasetErrors.NoPointer(file) : null;
        try
        {
            var found = FileInspector.For(file, stateFolder).Inspect(file, expected is { IsLegacy: true }, cancellationToken);
            return (expected is null ? plain?.Md5 == found.Digest.Md5 : Matches(expected, found))
                ? (found, DatasetChange.Unchanged)
                : throw DatasetErrors.Differs(file, OutputContent.Of(found.Digest, executable: false), expected ?? DatasetPointer.Read(file).Output!);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw DatasetErrors.Unreadable(file, problem);
        }
    }

    /// <param name="file">The full path of the file.</param>
    /// <param name="repository">Where it belongs; null to find or make it.</param>
    /// <param name="fallbackRoot">Where it is made when there is no git.</param>
    /// <param name="options">Whether the cache gets its content, and the pointer is written.</param>
    /// <param name="cancellationToken">Stops between two blocks of the file.</param>
    internal static (FileFacts Facts, DatasetChange Change) Update(
        string file, DvcRepository? repository, string fallbackRoot, AddOptions options, CancellationToken cancellationToken)
    {
        var executable = DatasetPointer.IsExecutable(file);
        var plain = options.IsImport ? null : PlainPointer.Read(file, executable);
        var expected = plain is null && !options.IsImport ? DatasetPointer.Read(file).Output : null;
        try
        {
            repository ??= DvcRepository.FindOrCreate(Path.GetDirectoryName(file)!, fallbackRoot);
            var inspector = new FileInspector(repository.Stats);
            // A pointer of DVC 2 stays one, in its own cache layout, until the content changes: DVC 3 does the same.
            var legacy = expected is { IsLegacy: true } ? inspector.Inspect(file, withLegacy: true, cancellationToken) : null;
            var keepLegacy = legacy is not null && Matches(expected!, legacy);
            var found = keepLegacy ? legacy!
                : options.Commit ? inspector.Store(file, repository.Cache, plain ?? Recorded(expected), cancellationToken)
                : inspector.Inspect(file, withLegacy: false, cancellationToken);
            if (options.Commit && !keepLegacy)
            {
                inspector.Link(file, found, repository);
            }

            if (options.IsImport)
            {
                return (found, DatasetChange.Unchanged);
            }

            var isRecorded = plain == found.Digest && !options.Sha256 && !DatasetPointer.NeedsIgnore(repository, file);
            var content = OutputContent.Of(found.Digest, executable);
            if (options.Sha256 && (expected?.Sha256 is null || expected.Md5 != content.Md5))
            {
                content = content with { Sha256 = SecondDigest.Of(repository, file, content) };
            }

            return (found, isRecorded ? DatasetChange.Unchanged : DatasetPointer.Write(repository, file, content, keepLegacy, cancellationToken));
        }
        catch (DvcFormatException problem)
        {
            throw DatasetErrors.InvalidPointer(problem);
        }
        catch (UnreadableFileException problem)
        {
            throw DatasetErrors.Unreadable(file, problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw DatasetErrors.NotStored(file, problem);
        }
    }

    private static FileDigest? Recorded(DvcOutput? output) =>
        output is { Md5.Length: 32, Size: { } size, IsLegacy: false } ? new FileDigest(output.Md5, size) : null;

    private static string? RepositoryPathOf(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return (GitRepository.Find(folder)?.WorkTree ?? DvcRepository.RootAbove(folder)) is { } root
            ? Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/')
            : null;
    }

    private static bool Matches(DvcOutput expected, FileFacts found) =>
        expected.Md5 == (expected.IsLegacy ? found.LegacyMd5 : found.Digest.Md5);
}
