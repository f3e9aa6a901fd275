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
    /// <param name="cancellationToken">Stops between two blocks of the file; nothing half-written stays.</param>
    /// <exception cref="DatasetException">The data set cannot be versioned, or does not match its pointer.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static DatasetVersion Version(
        string filePath, DatasetMode mode, string fallbackRoot, CancellationToken cancellationToken = default)
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

        return mode switch
        {
            DatasetMode.Update => Update(file, fallbackRoot, cancellationToken),
            DatasetMode.Verify => Verify(file, cancellationToken),
            _ => Identify(file, cancellationToken),
        };
    }

    private static DatasetVersion Identify(string file, CancellationToken cancellationToken)
    {
        try
        {
            var found = FileDigest.Of(file, cancellationToken);
            return new DatasetVersion(file, found.Md5, found.Size, DatasetChange.Unchanged);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw DatasetErrors.Unreadable(file, problem);
        }
    }

    private static DatasetVersion Verify(string file, CancellationToken cancellationToken)
    {
        var (_, expected) = ReadPointer(file);
        if (expected is null)
        {
            throw DatasetErrors.NoPointer(file);
        }

        try
        {
            var found = FileDigest.Of(file, cancellationToken);
            return Matches(file, expected, found, cancellationToken)
                ? new DatasetVersion(file, found.Md5, found.Size, DatasetChange.Unchanged)
                : throw DatasetErrors.Differs(file, found, expected);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw DatasetErrors.Unreadable(file, problem);
        }
    }

    private static DatasetVersion Update(string file, string fallbackRoot, CancellationToken cancellationToken)
    {
        var (_, expected) = ReadPointer(file);
        try
        {
            var repository = DvcRepository.FindOrCreate(Path.GetDirectoryName(file)!, fallbackRoot);
            // A pointer of DVC 2 stays one, in its own cache layout, until the content changes: DVC 3 does the same.
            FileDigest? legacy = expected is { IsLegacy: true } ? FileDigest.Of(file, cancellationToken) : null;
            var keepLegacy = legacy is not null && Matches(file, expected!, legacy.Value, cancellationToken);
            var found = keepLegacy ? legacy!.Value : Store(repository.Cache, file, expected, cancellationToken);
            var change = Write(repository, file, found, keepLegacy, cancellationToken);
            return new DatasetVersion(file, found.Md5, found.Size, change);
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

    private static FileDigest Store(DvcCache cache, string file, DvcOutput? expected, CancellationToken cancellationToken)
    {
        // Where the cache has what the pointer says, the file most likely still is that: reading it is enough.
        if (expected is { Md5.Length: 32, Size: { } size } && cache.Contains(new FileDigest(expected.Md5, size)))
        {
            var digest = FileDigest.Of(file, cancellationToken);
            if (cache.Contains(digest))
            {
                return digest;
            }
        }

        return cache.Add(file, cancellationToken);
    }

    private static DatasetChange Write(
        DvcRepository repository, string file, FileDigest digest, bool keepLegacy, CancellationToken cancellationToken)
    {
        var git = repository.NoScm ? null : GitRepository.Find(Path.GetDirectoryName(file)!);
        var (current, wanted) = Texts(file, digest, keepLegacy);
        if (current == wanted && (git is null || !GitIgnore.Needs(git, file)))
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

    private static (string? Current, string Wanted) Texts(string file, FileDigest digest, bool keepLegacy)
    {
        var executable = !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file)
            & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
        var (pointer, output) = ReadPointer(file);
        return pointer is null || output is null ? (null, DvcPointer.Format(Path.GetFileName(file), digest, executable))
            : keepLegacy && output.IsLegacy ? (pointer.Text, pointer.Text)
            : (pointer.Text, pointer.With(output, digest, executable));
    }

    private static bool Matches(string file, DvcOutput expected, FileDigest found, CancellationToken cancellationToken) =>
        expected.Md5 == (expected.IsLegacy ? LegacyDigest.Of(file, cancellationToken) : found.Md5);

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
