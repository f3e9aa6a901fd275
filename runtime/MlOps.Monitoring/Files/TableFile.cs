using MlOps.Monitoring.Files;
using MlOps.Monitoring.Files.Csv;

namespace MlOps.Monitoring;

/// <summary>Reads CSV files: into memory, or into a profile while they stream by.</summary>
/// <remarks>
/// What is missing and what is a number is as <c>pandas.read_csv</c> has it. In memory a column with a field that is neither is one of texts, whatever
/// its other fields are, as it is there. A profile counts stray texts (<see cref="NumberProfile.Texts"/>) where they are at most 1 in 100, or where
/// the numbers hardly repeat and are at least half of the values, so that they are none of levels; and where
/// <see cref="TableOptions.Types"/> names the column numeric.
/// </remarks>
public static class TableFile
{
    /// <summary>Reads all of a file into memory: 8 bytes a number, 4 bytes a text and each different text once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="TableException">It is no table; the message names the line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Task<Table> ReadAsync(string path, TableOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Task.Run(() => Read(path, options ?? new TableOptions(), cancellationToken), cancellationToken);
    }

    /// <summary>Reads a file as a stream and keeps a profile of it only; memory is bounded, however large it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="profile">How it is profiled.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="TableException">It is no table; the message names the line.</exception>
    /// <exception cref="ArgumentException">A sensitive column is not there.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Task<DatasetProfile> ProfileAsync(
        string path, TableOptions? options = null, ProfileOptions? profile = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Task.Run(() => Profile(path, options ?? new TableOptions(), profile ?? new ProfileOptions(), cancellationToken), cancellationToken);
    }

    private static Table Read(string path, TableOptions options, CancellationToken cancellationToken)
    {
        var readers = CsvScan.Read(
            new CsvSource(path, options), options, static name => new NumberTableColumn(name), static name => new LevelTableColumn(name), mayMix: false, cancellationToken);
        return new Table([.. readers.Cast<ITableColumn>().Select(static column => column.ToColumn())]);
    }

    private static DatasetProfile Profile(string path, TableOptions options, ProfileOptions profile, CancellationToken cancellationToken)
    {
        var source = new CsvSource(path, options);
        var readers = CsvScan.Read(source, options, Numbers, name => new LevelProfileColumn(name, profile), mayMix: true, cancellationToken);
        return profile.Finish([.. readers.Cast<IProfileColumn>().Select(static column => column.ToProfile())]);

        NumberProfileColumn Numbers(string name) =>
            new(name, profile, isTold: options.Types.TryGetValue(name, out var told) && told == ColumnType.Numeric, source.LineOf);
    }
}
