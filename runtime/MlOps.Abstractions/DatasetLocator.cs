using System.Globalization;
using IOPath = System.IO.Path;

namespace MlOps;

/// <summary>Finds the file or folder of a data set at run time, without a build path in the assembly.</summary>
internal static class DatasetLocator
{
    private const int LargestPointer = 1024 * 1024;

    internal static string Find(Dataset dataset)
    {
        string[] starts = [AppContext.BaseDirectory, Directory.GetCurrentDirectory()];
        string? sameSize = null;
        string? own = null;
        string? other = null;
        foreach (var folder in starts.SelectMany(Ancestors))
        {
            foreach (var (relative, isFromRoot) in Places(dataset))
            {
                var candidate = IOPath.GetFullPath(IOPath.Combine(folder, relative.Replace('/', IOPath.DirectorySeparatorChar)));
                if (!(dataset.IsFolder ? Directory.Exists(candidate) : File.Exists(candidate)))
                {
                    continue;
                }

                switch (Compare(dataset, candidate))
                {
                    case Likeness.NamedByPointer:
                        return candidate;
                    case Likeness.SameSize:
                        sameSize ??= candidate;
                        break;
                    case Likeness.None when isFromRoot && IsRoot(folder):
                        own ??= candidate;
                        break;
                    default:
                        other ??= candidate;
                        break;
                }
            }
        }

        // The very file that was built with may have changed since; whoever records the run says so. A file of the same name
        // at another place may be anything.
        return sameSize ?? own ?? throw NotFound(dataset, starts, other);
    }

    private static FileNotFoundException NotFound(Dataset dataset, string[] starts, string? other) => new(
        other is null
            ? $"Data set '{dataset.Name}' was not found: no '{dataset.Source}' in '{starts[0]}', in '{starts[1]}' or in a folder above them. " +
              "Start the program from the project folder, or put the file beside the executable."
            : $"Data set '{dataset.Name}' was not found: '{other}' has its name, but not the content that the build saw " +
              $"({dataset.Size.ToString(CultureInfo.InvariantCulture)} bytes, MD5 {dataset.Digest}). " +
              "Build again if it is meant, or put the right file beside the executable.",
        dataset.Source);

    /// <summary>Its path from the project folder, and from the root of the repository.</summary>
    private static IEnumerable<(string Path, bool IsFromRoot)> Places(Dataset dataset)
    {
        if (dataset.RepositoryPath != dataset.Source)
        {
            yield return (dataset.Source, false);
        }

        if (dataset.RepositoryPath is { } path)
        {
            yield return (path, true);
        }
    }

    /// <summary>How sure it is that a file is the one the build saw, without reading it: its pointer tells, or else its size.</summary>
    private static Likeness Compare(Dataset dataset, string candidate)
    {
        var pointer = new FileInfo(candidate + ".dvc");
        if (pointer is { Exists: true, Length: <= LargestPointer })
        {
            var text = File.ReadAllText(pointer.FullName);
            if (text.Contains(dataset.Digest, StringComparison.Ordinal))
            {
                return Likeness.NamedByPointer;
            }

            // A pointer of DVC 2 tells another digest of the same file.
            if (text.Contains("hash: md5", StringComparison.Ordinal))
            {
                return Likeness.None;
            }
        }

        return SizeOf(dataset, candidate) == dataset.Size ? Likeness.SameSize : Likeness.None;
    }

    /// <summary>The bytes of a file, or of all files of a folder.</summary>
    internal static long SizeOf(Dataset dataset, string path) => dataset.IsFolder
        ? new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length)
        : new FileInfo(path).Length;

    private static bool IsRoot(string folder) =>
        IOPath.Exists(IOPath.Combine(folder, ".git")) || Directory.Exists(IOPath.Combine(folder, ".dvc"));

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return current.FullName;
        }
    }

    private enum Likeness
    {
        None,
        SameSize,
        NamedByPointer,
    }
}
