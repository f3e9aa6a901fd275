using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Versions folders that are one data set each, as <see cref="DatasetVersioner"/> does files.</summary>
internal static class FolderVersioner
{
    public static (OutputContent Content, DatasetChange Change) Version(
        string folder, DatasetMode mode, string fallbackRoot, string? stateFolder, DataProgress? progress, CancellationToken cancellationToken) =>
        mode == DatasetMode.Update
            ? Guarded(folder, isWriting: true, () => Update(folder, DvcRepository.FindOrCreate(Path.GetDirectoryName(folder)!, fallbackRoot), new AddOptions { Progress = progress }, cancellationToken))
            : (Guarded(folder, isWriting: false, () => mode == DatasetMode.Verify
                ? Verify(folder, stateFolder, progress, cancellationToken)
                : OutputContent.Of(InspectorOf(folder, stateFolder).Inspect(folder, progress, cancellationToken))), DatasetChange.Unchanged);

    /// <summary>Brings the pointer of a folder in step with it.</summary>
    /// <param name="repository">Where it belongs.</param>
    /// <param name="folder">The full path of the folder.</param>
    /// <param name="options">Whether the cache gets its content, and the pointer is written.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <exception cref="DatasetException">It cannot be read or stored.</exception>
    public static (OutputContent Content, DatasetChange Change) Store(DvcRepository repository, string folder, AddOptions options, CancellationToken cancellationToken) =>
        Guarded(folder, isWriting: true, () => Update(folder, repository, options, cancellationToken));

    private static T Guarded<T>(string folder, bool isWriting, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DvcFormatException problem)
        {
            throw DatasetErrors.InvalidPointer(problem);
        }
        catch (Exception problem) when (problem is InvalidDataException or UnreadableFileException)
        {
            throw DatasetErrors.Unreadable(folder, problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw isWriting ? DatasetErrors.NotStored(folder, problem) : DatasetErrors.Unreadable(folder, problem);
        }
    }

    private static (OutputContent Content, DatasetChange Change) Update(
        string folder, DvcRepository repository, AddOptions options, CancellationToken cancellationToken)
    {
        var expected = options.IsImport ? null : DatasetPointer.Read(folder).Output;
        var inspector = new FolderInspector(repository.Stats, repository.Root) { RefusesPointers = !options.IsImport };
        if (expected is { IsLegacy: true, IsFolder: true } && inspector.InspectLegacy(folder, cancellationToken) is var legacy
            && legacy.Digest.Md5 == expected.PlainMd5)
        {
            // A pointer of DVC 2 stays one until the content changes: DVC 3 does the same.
            return (OutputContent.Of(legacy), DatasetPointer.Write(repository, folder, OutputContent.Of(legacy), keepLegacy: true, cancellationToken));
        }

        var content = OutputContent.Of(options.Commit
            ? inspector.Store(folder, repository.Cache, repository.Links, expected?.PlainMd5, options.Progress, cancellationToken)
            : inspector.Inspect(folder, options.Progress, cancellationToken));
        return (content, options.IsImport ? DatasetChange.Unchanged : DatasetPointer.Write(repository, folder, content, keepLegacy: false, cancellationToken));
    }

    private static OutputContent Verify(string folder, string? stateFolder, DataProgress? progress, CancellationToken cancellationToken)
    {
        var expected = DatasetPointer.Read(folder).Output ?? throw DatasetErrors.NoPointer(folder);
        var inspector = InspectorOf(folder, stateFolder);
        var found = OutputContent.Of(expected.IsLegacy
            ? inspector.InspectLegacy(folder, cancellationToken)
            : inspector.Inspect(folder, progress, cancellationToken));
        return found.Md5 == expected.Md5 ? found : throw DatasetErrors.Differs(folder, found, expected);
    }

    private static FolderInspector InspectorOf(string folder, string? stateFolder)
    {
        var repository = DvcRepository.Find(Path.GetDirectoryName(folder)!);
        return new FolderInspector(repository?.Stats ?? (stateFolder is null ? null : new Stat.StatCache(stateFolder)), repository?.Root);
    }
}
