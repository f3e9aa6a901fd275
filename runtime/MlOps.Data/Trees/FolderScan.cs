using MlOps.Data.Stat;

namespace MlOps.Data.Trees;

/// <summary>What the file system says of the files of a folder, on as many processors as there are.</summary>
internal static class FolderScan
{
    // So many questions are worth handing to another processor.
    private const int Share = 512;

    /// <summary>The files with their stamps, in the order of <paramref name="paths"/>; what they hold is not known yet.</summary>
    /// <param name="folder">The full path of the folder.</param>
    /// <param name="paths">The files, seen from it.</param>
    /// <param name="isTolerant">Whether links that lead nowhere are left out, not refused.</param>
    /// <param name="cancellationToken">Looked at between two shares.</param>
    /// <exception cref="InvalidDataException">Something is there that cannot be versioned.</exception>
    /// <exception cref="IOException">A file cannot be asked about.</exception>
    public static TreeFile[] Of(string folder, List<string> paths, bool isTolerant, CancellationToken cancellationToken)
    {
        var files = new TreeFile[paths.Count];
        var isComplete = true;
        using var stamps = new FolderStamps(folder);
        Shares.ForEach(paths.Count, Share, cancellationToken, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                if (stamps.TryOf(paths[i]) is { } stamp)
                {
                    (files[i].Path, files[i].Stamp) = (paths[i], stamp);
                }
                else if (Path.Combine(folder, paths[i]) is var file && (!isTolerant || new FileInfo(file).LinkTarget is null))
                {
                    (files[i].Path, files[i].Stamp) = (paths[i], StampOf(file)); // Says what is wrong.
                }
                else
                {
                    isComplete = false;
                }
            }
        });
        return isComplete ? files : Array.FindAll(files, static file => file.Path is not null);
    }

    internal static FileStamp StampOf(string file)
    {
        try
        {
            return FileStamp.Of(file);
        }
        catch (IOException problem)
        {
            throw new InvalidDataException(
                new FileInfo(file).LinkTarget is not null ? $"'{file}' is a link that leads nowhere. Remove it, or make what it leads to."
                : !File.Exists(file) ? $"'{file}' has a name that is not UTF-8, or is gone. Rename it."
                : problem.Message,
                problem);
        }
    }
}
