using IOPath = System.IO.Path;

namespace MlOps;

/// <summary>Finds the file of a data set at run time, without a build path in the assembly.</summary>
internal static class DatasetLocator
{
    internal static string Find(Dataset dataset)
    {
        var relative = dataset.Source.Replace('/', IOPath.DirectorySeparatorChar);
        string[] starts = [AppContext.BaseDirectory, Directory.GetCurrentDirectory()];
        string? sameSize = null;
        string? other = null;
        foreach (var folder in starts.SelectMany(Ancestors))
        {
            var candidate = IOPath.GetFullPath(IOPath.Combine(folder, relative));
            if (!File.Exists(candidate))
            {
                continue;
            }

            // Another project's file of the same name must not win over ours: the pointer tells, or else the size.
            if (IsNamedByPointer(dataset, candidate + ".dvc"))
            {
                return candidate;
            }

            sameSize ??= new FileInfo(candidate).Length == dataset.Size ? candidate : null;
            other ??= candidate;
        }

        return sameSize ?? other ?? throw new FileNotFoundException(
            $"Data set '{dataset.Name}' was not found: no '{dataset.Source}' in '{starts[0]}', in '{starts[1]}' or in a folder above them. " +
            "Start the program from the project folder, or put the file beside the executable.",
            dataset.Source);
    }

    private static bool IsNamedByPointer(Dataset dataset, string pointer)
    {
        const int LargestPointer = 1024 * 1024;
        return new FileInfo(pointer) is { Exists: true, Length: <= LargestPointer }
            && File.ReadAllText(pointer).Contains(dataset.Digest, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return current.FullName;
        }
    }
}
