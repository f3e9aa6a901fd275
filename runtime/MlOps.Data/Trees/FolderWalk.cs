namespace MlOps.Data.Trees;

/// <summary>Lists the files of a folder that is one data set, by DVC's rules where they lose nothing.</summary>
internal static class FolderWalk
{
    // Repositories inside a folder are not its data.
    private static readonly string[] s_skipped = [".git", ".hg"];

    /// <summary>Paths seen from the folder, with forward slashes, in no certain order.</summary>
    /// <remarks>A link to a file is the file; a link to a folder is not followed, since it could lead back up.</remarks>
    /// <param name="folder">The full path of the folder.</param>
    /// <param name="cancellationToken">Looked at in every folder.</param>
    /// <exception cref="InvalidDataException">Something in it cannot be versioned; the message says what and why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static List<string> Files(string folder, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        Add(new DirectoryInfo(folder), "", files, cancellationToken);
        return files;
    }

    private static void Add(DirectoryInfo folder, string prefix, List<string> files, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            var path = prefix + entry.Name;
            if (IsFolder(entry))
            {
                if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && !s_skipped.Contains(entry.Name))
                {
                    Refuse(entry.Name == ".dvc", entry, "is a DVC repository of its own inside the folder: DVC would take the whole folder for empty. Move it out");
                    Add((DirectoryInfo)entry, path + "/", files, cancellationToken);
                }

                continue;
            }

            Refuse(entry.Name == ".dvcignore", entry, "must not lie inside a folder that is a data set. Put its lines into the .dvcignore above the folder");
            Refuse(IsBroken(entry), entry, "is a link that leads nowhere. Remove it, or make what it leads to");
            Refuse(!entry.Exists, entry, "has a name that is not UTF-8, or is gone. Rename it");
            files.Add(path);
        }
    }

    private static bool IsFolder(FileSystemInfo entry) => entry is DirectoryInfo || entry.Attributes.HasFlag(FileAttributes.Directory);

    private static bool IsBroken(FileSystemInfo entry) =>
        entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && entry.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true };

    private static void Refuse(bool isWrong, FileSystemInfo entry, string reason)
    {
        if (isWrong)
        {
            throw new InvalidDataException($"'{entry.FullName}' {reason}.");
        }
    }
}
