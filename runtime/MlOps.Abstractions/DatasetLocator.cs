using IOPath = System.IO.Path;

namespace MlOps;

/// <summary>Finds the file of a data set at run time, without a build path in the assembly.</summary>
internal static class DatasetLocator
{
    internal static string Find(Dataset dataset)
    {
        var relative = dataset.Source.Replace('/', IOPath.DirectorySeparatorChar);
        string[] starts = [AppContext.BaseDirectory, Directory.GetCurrentDirectory()];
        string? other = null;
        foreach (var folder in starts.SelectMany(Ancestors))
        {
            var candidate = IOPath.GetFullPath(IOPath.Combine(folder, relative));
            if (!File.Exists(candidate))
            {
                continue;
            }

            // Another project's file of the same name further up must not win over ours: the pointer or the size tells.
            if (File.Exists(candidate + ".dvc") || new FileInfo(candidate).Length == dataset.Size)
            {
                return candidate;
            }

            other ??= candidate;
        }

        return other ?? throw new FileNotFoundException(
            $"Data set '{dataset.Name}' was not found: no '{dataset.Source}' in '{starts[0]}', in '{starts[1]}' or in a folder above them. " +
            "Start the program from the project folder, or put the file beside the executable.",
            dataset.Source);
    }

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return current.FullName;
        }
    }
}
