using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace MlOps.Monitoring.Parquet;

/// <summary>Reads Parquet files: into memory, or into a profile a row group at a time.</summary>
/// <remarks>
/// Numbers of all kinds are numbers; texts, truth values, days and times are levels. A null is missing, and so is NaN. Columns that are lists
/// or structures are left out: they are neither.
/// </remarks>
public static class ParquetTableFile
{
    // Writers make groups of a million rows at most; a file that says more is not worth its memory.
    private const long LargestGroup = 64 * 1024 * 1024;

    /// <summary>Whether a file is one of Parquet, by how it begins.</summary>
    public static bool IsParquet(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using var stream = File.OpenRead(path);
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("PAR1"u8);
    }

    /// <summary>Reads all of a file into memory.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Of which the types count: a column that is not numeric there keeps its numbers as levels.</param>
    /// <param name="cancellationToken">Ends the reading between two columns.</param>
    /// <exception cref="TableException">It cannot be read as Parquet, or has no column that could be compared.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<Table> ReadAsync(string path, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new TableOptions();
        var columns = await ReadAsync(path, field => ParquetColumn.Of(field, new TableParts(field.Name, IsNumeric(options, field))), options, cancellationToken).ConfigureAwait(false);
        return new Table([.. columns.Select(static column => ((TableParts)column.Parts).ToColumn())]);
    }

    /// <summary>Reads a file row group by row group and keeps a profile of it only.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Of which the types count: a column that is not numeric there is profiled as levels.</param>
    /// <param name="profile">How it is profiled.</param>
    /// <param name="cancellationToken">Ends the reading between two columns.</param>
    /// <exception cref="TableException">It cannot be read as Parquet, or has no column that could be compared.</exception>
    /// <exception cref="ArgumentException">A sensitive column is not there.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<DatasetProfile> ProfileAsync(
        string path, TableOptions? options = null, ProfileOptions? profile = null, CancellationToken cancellationToken = default)
    {
        options ??= new TableOptions();
        profile ??= new ProfileOptions();
        var columns = await ReadAsync(path, field => ParquetColumn.Of(field, new ProfileParts(field.Name, IsNumeric(options, field), profile)), options, cancellationToken).ConfigureAwait(false);
        return profile.Finish([.. columns.Select(static column => ((ProfileParts)column.Parts).Profile)]);
    }

    private static bool IsNumeric(TableOptions options, DataField field) => !options.Types.TryGetValue(field.Name, out var type) || type == ColumnType.Numeric;

    private static async Task<ParquetColumn[]> ReadAsync(string path, Func<DataField, ParquetColumn?> open, TableOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using var closing = stream.ConfigureAwait(false);
        try
        {
            var reader = await ParquetReader.CreateAsync(stream, new ParquetOptions { UseDateOnlyTypeForDates = true }, leaveStreamOpen: true, cancellationToken).ConfigureAwait(false);
            await using var ending = reader.ConfigureAwait(false);
            ParquetColumn[] columns = [.. reader.Schema.Fields.OfType<DataField>().Where(static field => !field.IsArray).Select(open).OfType<ParquetColumn>()];
            if (columns.Length == 0)
            {
                throw new TableException(path, 0, null, "none of its columns holds plain values. Name a file with columns of numbers or texts");
            }

            for (var at = 0; at < reader.RowGroupCount; at++)
            {
                using var group = reader.OpenRowGroupReader(at);
                var rows = Checked(group.RowCount, at);
                foreach (var column in columns)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await column.ReadAsync(group, rows, cancellationToken).ConfigureAwait(false);
                    options.Progress?.Report(stream.Position);
                }
            }

            return columns;
        }
        catch (Exception fault) when (fault is not (TableException or OperationCanceledException or UnauthorizedAccessException or OutOfMemoryException))
        {
            // What the bytes of a broken file make of the library below is of many kinds.
            throw new TableException(path, 0, null, $"it cannot be read as Parquet: {fault.Message.TrimEnd('.')}. Correct the file", fault);
        }
    }

    private static int Checked(long rows, int group) => rows is >= 0 and <= LargestGroup
        ? (int)rows
        : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"row group {group} says that it has {rows} rows"));
}
