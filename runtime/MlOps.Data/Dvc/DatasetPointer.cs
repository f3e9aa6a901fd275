using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>The pointer that lies beside a data set, and the line in <c>.gitignore</c> that goes with it.</summary>
internal static class DatasetPointer
{
    /// <summary>The pointer of a file or folder; nothing when there is none.</summary>
    /// <exception cref="DatasetException">It cannot be understood, or is about something else.</exception>
    public static (DvcPointer? Pointer, DvcOutput? Output) Read(string path)
    {
        var pointerFile = DvcPointer.FileFor(path);
        if (!File.Exists(pointerFile))
        {
            return (null, null);
        }

        try
        {
            var pointer = DvcPointer.Read(pointerFile);
            return (pointer, pointer.OutputFor(path) ?? throw DatasetErrors.OtherPointer(path, pointer));
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

    /// <summary>Brings the pointer in step with a content; what already says so is not touched.</summary>
    /// <param name="repository">Whose lock is taken where something is to be written.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="keepLegacy">Whether a pointer of DVC 2 stays what it is.</param>
    /// <param name="cancellationToken">Ends the waiting for the lock.</param>
    public static DatasetChange Write(
        DvcRepository repository, string path, OutputContent content, bool keepLegacy, CancellationToken cancellationToken)
    {
        var git = repository.NoScm ? null : GitRepository.Find(Path.GetDirectoryName(path)!);
        var (current, wanted) = Texts(repository, path, content, keepLegacy);
        if (current == wanted && !NeedsIgnore(repository, path))
        {
            return DatasetChange.Unchanged;
        }

        // Asked again under the lock: another build may have written between.
        using var held = repository.Lock(cancellationToken);
        (current, wanted) = Texts(repository, path, content, keepLegacy);
        if (current != wanted)
        {
            AtomicFile.Write(DvcPointer.FileFor(path), wanted);
        }

        if (git is not null && GitIgnore.Needs(git, path))
        {
            GitIgnore.Add(path);
        }

        return current is null ? DatasetChange.Added : current == wanted ? DatasetChange.Unchanged : DatasetChange.Updated;
    }

    public static bool NeedsIgnore(DvcRepository repository, string path) =>
        !repository.NoScm && GitRepository.Find(Path.GetDirectoryName(path)!) is { } git && GitIgnore.Needs(git, path);

    public static bool IsExecutable(string file) => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    private static (string? Current, string Wanted) Texts(DvcRepository repository, string path, OutputContent content, bool keepLegacy)
    {
        var (pointer, output) = Read(path);
        return pointer is null || output is null ? (null, DvcPointer.Format(Path.GetFileName(path), content))
            : keepLegacy && output.IsLegacy ? (pointer.Text, pointer.Text)
            : (pointer.Text, pointer.With(output, WithSecond(repository, path, output, content)));
    }

    // A second digest of other bytes would be worse than none.
    private static OutputContent WithSecond(DvcRepository repository, string path, DvcOutput output, OutputContent content) =>
        content.Sha256 is null && output.Sha256 is not null && output.Md5 != content.Md5 && File.Exists(path) ? content with { Sha256 = SecondDigest.Of(repository, path, content) } : content;
}
