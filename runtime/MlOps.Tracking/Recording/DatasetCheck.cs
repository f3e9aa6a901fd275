using System.Security.Cryptography;

namespace MlOps.Recording;

/// <summary>
/// The digest that a run may claim for a data set: the build's, as long as the file is still what the build saw.
/// </summary>
internal static class DatasetCheck
{
    // MD5 runs at about 0.7 GB/s: up to here a look costs the recording thread a tenth of a second at most.
    private const long LargestToRead = 64 * 1024 * 1024;

    public static string ActualDigest(Dataset dataset, string? path, Faults faults)
    {
        path ??= Find(dataset);
        if (dataset.IsFolder)
        {
            return OfFolder(dataset, path, faults);
        }

        if (path is null || !File.Exists(path))
        {
            return dataset.Digest; // Named, and nowhere to be read.
        }

        try
        {
            return Read(dataset, path, faults);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Report($"data set '{dataset.Name}' ({path}) cannot be read: the run records the digest of the build, {dataset.Digest}. {fault.Message}");
            return dataset.Digest;
        }
    }

    // Reading a whole folder takes too long here; that its size changed is seen without.
    private static string OfFolder(Dataset dataset, string? path, Faults faults)
    {
        try
        {
            if (path is not null && Directory.Exists(path) && DatasetLocator.SizeOf(dataset, path) is var size && size != dataset.Size)
            {
                faults.Report(
                    $"data set '{dataset.Name}' ({path}) changed after the build, from {dataset.Size} bytes to {size}: the run records the digest of the build, " +
                    $"{dataset.Digest}, which is not that of the folder any more. Build again to version it.");
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Report($"data set '{dataset.Name}' ({path}) cannot be looked at: the run records the digest of the build, {dataset.Digest}. {fault.Message}");
        }

        return dataset.Digest;
    }

    private static string Read(Dataset dataset, string path, Faults faults)
    {
        using var file = File.OpenRead(path);
        if (file.Length == dataset.Size && file.Length > LargestToRead)
        {
            return dataset.Digest;
        }

        var actual = Convert.ToHexStringLower(MD5.HashData(file));
        if (actual != dataset.Digest)
        {
            faults.Report(
                $"data set '{dataset.Name}' ({path}) changed after the build: the run records its new digest {actual}, " +
                $"the build knows {dataset.Digest}. Build again to version it.");
        }

        return actual;
    }

    private static string? Find(Dataset dataset)
    {
        try
        {
            return dataset.Locate();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
