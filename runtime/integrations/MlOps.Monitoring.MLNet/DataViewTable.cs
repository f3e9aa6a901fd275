using Microsoft.ML;

namespace MlOps.Monitoring.MLNet;

/// <summary>Data views of ML.NET, what models are trained on and what they predict, as tables and profiles.</summary>
/// <remarks>
/// Numbers and times (in seconds) are numbers, NaN is missing. Texts, truth values, days and keys are levels: a key is the text of its annotation <c>KeyValues</c>, or its
/// number, from 1, where it has none; the key 0 and an empty text are missing, as ML.NET means them. A vector of known size is a column a slot, named after
/// the annotation <c>SlotNames</c> (<c>Features.petal_length</c>), or <c>Features.0</c>. Hidden columns are not read.
/// </remarks>
public static class DataViewTable
{
    /// <summary>Reads all of a data view into memory.</summary>
    /// <param name="data">The data view, read once.</param>
    /// <param name="options">Which columns; all unless said.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">A column of the options is not there, or no column can be read.</exception>
    public static Table ToTable(this IDataView data, DataViewOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var columns = Read(data, options, static (name, isNumeric) => isNumeric ? new NumberTableSink(name) : new LevelTableSink(name), cancellationToken);
        return new Table([.. columns.Select(static column => ((ITableSink)column).ToColumn())]);
    }

    /// <summary>Reads a data view row by row, and keeps a profile of it only.</summary>
    /// <param name="data">The data view, read once.</param>
    /// <param name="options">Which columns; all unless said.</param>
    /// <param name="profile">How it is profiled.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">A column of the options or a sensitive one is not there, or no column can be read.</exception>
    public static DatasetProfile ToProfile(this IDataView data, DataViewOptions? options = null, ProfileOptions? profile = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        profile ??= new ProfileOptions();
        var columns = Read(
            data,
            options,
            (name, isNumeric) => isNumeric && profile.ForNumbers(name) is NumberProfile numbers ? new NumberProfileSink(numbers) : new LevelProfileSink(profile.ForLevels(name)),
            cancellationToken);
        return profile.Finish([.. columns.Select(static column => ((IProfileSink)column).ToProfile())]);
    }

    /// <summary>The columns of a data view that are not read, and why.</summary>
    /// <param name="data">The data view; none of its rows is read.</param>
    /// <param name="options">Which columns; all unless said.</param>
    public static IReadOnlyList<LeftOutColumn> LeftOut(this IDataView data, DataViewOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return [.. DataViewColumns.Of(data.Schema, options ?? new DataViewOptions()).Select(static column => column.LeftOut).OfType<LeftOutColumn>()];
    }

    private static Sink[] Read(IDataView data, DataViewOptions? options, SinkFactory open, CancellationToken cancellationToken)
    {
        var all = DataViewColumns.Of(data.Schema, options ?? new DataViewOptions());
        DataViewColumn[] columns = [.. all.Where(static column => column.LeftOut is null)];
        if (columns.Length == 0)
        {
            throw new ArgumentException($"The data view has no column that can be read{string.Concat(all.Select(static column => $"; '{column.LeftOut!.Name}': {column.LeftOut.Reason}"))}.", nameof(data));
        }

        using var cursor = data.GetRowCursor(columns.Select(static column => column.Column));
        ColumnReader[] readers = [.. columns.Select(column => column.Open(cursor, open))];
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var reader in readers)
            {
                reader.Read();
            }
        }

        return [.. readers.SelectMany(static reader => reader.Sinks)];
    }
}
