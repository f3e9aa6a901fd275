using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>
/// Versions single data files as DVC does, without ever touching them: content into the cache, pointer beside the file,
/// a line in <c>.gitignore</c>. What is already in step is not written again and keeps its time stamps.
/// </summary>
public static class DatasetVersioner
{
    /// <summary>Brings the pointer of a data file in step with it, or checks that it is.</summary>
    /// <param name="filePath">The data file.</param>
    /// <param name="mode">Whether to write or only to compare.</param>
    /// <param name="fallbackRoot">Where a repository is made when there is none and no git: the folder of the project.</param>
    /// <param name="stateFolder">Where to remember what files hold when there is no repository; null to read them every time.</param>
    /// <param name="cancellationToken">Stops between two blocks of the file; nothing half-written stays.</param>
    /// <exception cref="DatasetException">The data set cannot be versioned, or does not match its pointer.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DatasetVersion Version(
        string filePath, DatasetMode mode, string fallbackRoot, string? stateFolder = null, CancellationToken cancellationToken = default)
    {
        var file = Path.GetFullPath(filePath);
        if (Directory.Exists(file))
        {
            throw DatasetErrors.Folder(file);
        }

        if (!File.Exists(file))
        {
            throw DatasetErrors.Missing(file);
        }

        var (facts, change) = mode switch
        {
            DatasetMode.Update => Update(file, fallbackRoot, cancellationToken),
            DatasetMode.Verify => Verify(file, stateFolder, cancellationToken),
            _ => Identify(file, stateFolder, cancellationToken),
        };
        return new DatasetVersion(file, facts.Digest.Md5, facts.Digest.Size, change)
        {
            RepositoryPath = RepositoryPathOf(file),
            Table = facts.Table is { } table ? new CsvTable(table, file) : null,
        };
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
        var plain = PlainPointer.Read(file, IsExecutable(file));
        var expected = plain is null ? ReadPointer(file).Output ?? throw DatasetErrors.NoPointer(file) : null;
        try
        {
            var found = FileInspector.For(file, stateFolder).Inspect(file, expected is { IsLegacy: true }, cancellationToken);
            return (expected is null ? plain?.Md5 == found.Digest.Md5 : Matches(expected, found))
                ? (found, DatasetChange.Unchanged)
                : throw DatasetErrors.Differs(file, found.Digest, expected ?? ReadPointer(file).Output!);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw DatasetErrors.Unreadable(file, problem);
        }
    }

    private static (FileFacts Facts, DatasetChange Change) Update(string file, string fallbackRoot, CancellationToken cancellationToken)
    {
        var plain = PlainPointer.Read(file, IsExecutable(file));
        var expected = plain is null ? ReadPointer(file).Output : null;
        try
        {
            var repository = DvcRepository.FindOrCreate(Path.GetDirectoryName(file)!, fallbackRoot);
            var inspector = new FileInspector(repository.Stats);
            // A pointer of DVC 2 stays one, in its own cache layout, until the content changes: DVC 3 does the same.
            var legacy = expected is { IsLegacy: true } ? inspector.Inspect(file, withLegacy: true, cancellationToken) : null;
            var keepLegacy = legacy is not null && Matches(expected!, legacy);
            var found = keepLegacy ? legacy! : inspector.Store(file, repository.Cache, plain ?? Recorded(expected), cancellationToken);
            var isRecorded = plain == found.Digest && !NeedsIgnore(repository, file);
            return (found, isRecorded ? DatasetChange.Unchanged : Write(repository, file, found.Digest, keepLegacy, cancellationToken));
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

    private static DatasetChange Write(
        DvcRepository repository, string file, FileDigest digest, bool keepLegacy, CancellationToken cancellationToken)
    {
        var git = repository.NoScm ? null : GitRepository.Find(Path.GetDirectoryName(file)!);
        var (current, wanted) = Texts(file, digest, keepLegacy);
        if (current == wanted && !NeedsIgnore(repository, file))
        {
            return DatasetChange.Unchanged;
        }

        // Asked again under the lock: another build may have written between.
        using var held = repository.Lock(cancellationToken);
        (current, wanted) = Texts(file, digest, keepLegacy);
        if (current != wanted)
        {
            AtomicFile.Write(DvcPointer.FileFor(file), wanted);
        }

        if (git is not null && GitIgnore.Needs(git, file))
        {
            GitIgnore.Add(file);
        }

        return current is null ? DatasetChange.Added : current == wanted ? DatasetChange.Unchanged : DatasetChange.Updated;
    }

    private static bool NeedsIgnore(DvcRepository repository, string file) =>
        !repository.NoScm && GitRepository.Find(Path.GetDirectoryName(file)!) is { } git && GitIgnore.Needs(git, file);

    private static bool IsExecutable(string file) => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static (string? Current, string Wanted) Texts(string file, FileDigest digest, bool keepLegacy)
    {
        var executable = IsExecutable(file);
        var (pointer, output) = ReadPointer(file);
        return pointer is null || output is null ? (null, DvcPointer.Format(Path.GetFileName(file), digest, executable))
            : keepLegacy && output.IsLegacy ? (pointer.Text, pointer.Text)
            : (pointer.Text, pointer.With(output, digest, executable));
    }

    private static bool Matches(DvcOutput expected, FileFacts found) =>
        expected.Md5 == (expected.IsLegacy ? found.LegacyMd5 : found.Digest.Md5);

    private static (DvcPointer? Pointer, DvcOutput? Output) ReadPointer(string file)
    {
        var pointerFile = DvcPointer.FileFor(file);
        if (!File.Exists(pointerFile))
        {
            return (null, null);
        }

        try
        {
            var pointer = DvcPointer.Read(pointerFile);
            var output = pointer.OutputFor(file) ?? throw DatasetErrors.OtherPointer(file, pointer);
            return output.IsFolder ? throw DatasetErrors.FolderPointer(pointer, output) : (pointer, output);
        }
        catch (DvcFormatException problem)
        {
            throw DatasetErrors.InvalidPointer(problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw DatasetErrors.UnreadablePointer(pointerFile, problem);
        }
    }
}
