using System.Globalization;
using MlOps.Csv;
using MlOps.Data.Tables;

namespace MlOps.Data.Csv;

/// <summary>
/// Finds the types of the columns of a file by its first rows: all rows of the first <see cref="MaxCharacters"/> characters,
/// at most <see cref="MaxRows"/> of them. The same content gives the same answer.
/// </summary>
internal static class CsvSampler
{
    internal const int MaxRows = 100_000;
    internal const int MaxCharacters = 16 * 1024 * 1024;

    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Looked at before every row.</param>
    /// <returns>The profile without the number of rows, which only all of the file tells.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static TableProfile Sample(string file, CancellationToken cancellationToken)
    {
        var record = 0L;
        try
        {
            using var reader = CsvTokenizer.Open(file);
            if (reader.FieldCount > TableProfile.MaxColumns)
            {
                return TableProfile.Unreadable(string.Create(CultureInfo.InvariantCulture, $"it has {reader.FieldCount} columns, more than {TableProfile.MaxColumns}"));
            }

            var columns = Enumerable.Range(0, reader.FieldCount).Select(at => new ColumnSample(reader.GetName(at))).ToArray();
            for (var characters = 0L; record < MaxRows && characters < MaxCharacters && reader.Read(); characters += reader.GetRawRecordSpan().Length)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (CsvTokenizer.IsEmptyLine(reader))
                {
                    continue;
                }

                record++;
                if (reader.RowFieldCount != columns.Length)
                {
                    return TableProfile.Unreadable(string.Create(
                        CultureInfo.InvariantCulture,
                        $"line {CsvLineScanner.LineOf(file, record)} has {reader.RowFieldCount} fields where the header has {columns.Length}"));
                }

                for (var at = 0; at < columns.Length; at++)
                {
                    columns[at].Add(reader.GetFieldSpan(at));
                }
            }

            return new TableProfile([.. columns.Select(static column => column.Profile)], Rows: 0, Problem: null);
        }
        catch (Exception fault) when (CsvTokenizer.Problem(fault) is { } problem)
        {
            var line = CsvTokenizer.LineOf(fault, file, record + 1);
            return TableProfile.Unreadable(line > 1 ? string.Create(CultureInfo.InvariantCulture, $"line {line}: {problem}") : problem);
        }
    }

    /// <summary>The first of the sampled values of a column of which something is true, and the line on which its row begins.</summary>
    internal static (long Line, string Text)? Find(string file, int column, Func<ReadOnlySpan<char>, bool> predicate)
    {
        try
        {
            using var reader = CsvTokenizer.Open(file);
            for (var record = 0L; record < MaxRows && reader.Read();)
            {
                if (CsvTokenizer.IsEmptyLine(reader))
                {
                    continue;
                }

                record++;
                if (column < reader.RowFieldCount && reader.GetFieldSpan(column) is var text && predicate(text))
                {
                    return (CsvLineScanner.LineOf(file, record), text.ToString());
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException || CsvTokenizer.Problem(fault) is not null)
        {
            // It is no longer what the profile is of.
        }

        return null;
    }
}
