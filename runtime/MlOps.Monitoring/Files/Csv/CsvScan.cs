namespace MlOps.Monitoring.Files.Csv;

/// <summary>Reads the columns of a CSV file in one pass, and those that turn out to be texts in a second one.</summary>
internal static class CsvScan
{
    // Rows between two looks at whether somebody wants this to end.
    private const int Interval = 4096;

    /// <param name="source">The file.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="numbers">Makes the reader of a column of numbers.</param>
    /// <param name="texts">Makes the reader of a column of texts.</param>
    /// <param name="mayMix">Whether a column of numbers may have texts among them.</param>
    /// <param name="cancellationToken">Looked at every few thousand rows.</param>
    /// <returns>The readers, in the order of the header, having been given all fields.</returns>
    internal static FieldReader[] Read(
        CsvSource source, TableOptions options, Func<string, FieldReader> numbers, Func<string, FieldReader> texts, bool mayMix, CancellationToken cancellationToken)
    {
        var isNumeric = CsvTypes.Numeric(source, options, mayMix);
        using var records = new CsvRecords(source);
        FieldReader[] readers = [.. records.Names.Select((name, at) => isNumeric[at] ? numbers(name) : texts(name))];
        ReadAll(records, readers, options.Progress, cancellationToken);
        if (Array.Exists(readers, static reader => reader.IsNoNumber))
        {
            using var again = new CsvRecords(source);
            var rest = Array.ConvertAll(readers, reader => reader.IsNoNumber ? texts(reader.Name) : null);
            ReadAll(again, rest, progress: null, cancellationToken);
            readers = [.. readers.Zip(rest, static (first, second) => second ?? first)];
        }

        return readers;
    }

    private static void ReadAll(CsvRecords records, FieldReader?[] readers, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        for (var row = 0L; records.Read(); row++)
        {
            if (row % Interval == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(records.Position);
            }

            for (var column = 0; column < readers.Length; column++)
            {
                readers[column]?.Add(records.Field(column));
            }
        }
    }
}
