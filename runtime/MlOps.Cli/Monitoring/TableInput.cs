using MlOps.Monitoring;
using MlOps.Monitoring.Parquet;
using MlOps.Monitoring.Profiles;

namespace MlOps.Cli.Monitoring;

/// <summary>The files that commands about tables are given: CSV, Parquet, or profiles of either; told apart by how they begin, not by what they are called.</summary>
internal static class TableInput
{
    /// <summary>Whether a file is a profile.</summary>
    public static bool IsProfile(string path) => Start(path) is [.. var magic, < (byte)' '] && magic.SequenceEqual(ProfileFile.Magic);

    /// <summary>All rows of a file.</summary>
    /// <exception cref="TableException">It has none, or is no table.</exception>
    public static Task<Table> ReadAsync(string path, TableOptions options, CancellationToken cancellationToken) => IsProfile(path)
        ? throw new TableException(path, 0, null, "a profile has no rows, and what was asked for needs them. Name the file that it is of")
        : ParquetTableFile.IsParquet(path) ? ParquetTableFile.ReadAsync(path, options, cancellationToken)
        : TableFile.ReadAsync(path, options, cancellationToken);

    /// <summary>A profile of a file, or the one that it is.</summary>
    /// <exception cref="TableException">It is neither a table nor a profile.</exception>
    public static Task<DatasetProfile> ProfileAsync(string path, TableOptions options, ProfileOptions profile, CancellationToken cancellationToken) => IsProfile(path)
        ? DatasetProfile.LoadAsync(path, cancellationToken)
        : ParquetTableFile.IsParquet(path) ? ParquetTableFile.ProfileAsync(path, options, profile, cancellationToken)
        : TableFile.ProfileAsync(path, options, profile, cancellationToken);

    private static byte[] Start(string path)
    {
        if (Directory.Exists(path))
        {
            throw new TableException(path, 0, null, "it is a folder. Name a file in it");
        }

        var start = new byte[ProfileFile.Magic.Length + 1];
        using var stream = File.OpenRead(path);
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }
}
