using System.Globalization;
using Sylvan.Data.Csv;

namespace MlOps.Monitoring.Files.Csv;

/// <summary>The names of the columns, as the first record has them.</summary>
internal static class CsvHeader
{
    /// <exception cref="TableException">Two columns have one name, there are too many, or it looks as if the delimiter were another.</exception>
    internal static string[] Names(CsvSource source, CsvDataReader reader)
    {
        if (reader.FieldCount > CsvRecords.MaxColumns)
        {
            throw Fault(source, null, string.Create(CultureInfo.InvariantCulture, $"{reader.FieldCount} columns, more than {CsvRecords.MaxColumns}. Is the delimiter right?"));
        }

        if (reader.FieldCount == 1 && reader.GetRawRecordSpan().Trim().IsEmpty)
        {
            throw new TableException(source.File, 1, null, "its first line is empty. A table begins with a line of names");
        }

        var names = new string[reader.FieldCount];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < names.Length; at++)
        {
            // What pandas calls a column without a name, such as the index that it writes.
            names[at] = reader.GetName(at) is { Length: > 0 } name ? name : string.Create(CultureInfo.InvariantCulture, $"Unnamed: {at}");
            if (names[at].Contains('\0', StringComparison.Ordinal))
            {
                throw Fault(source, null, "its names have zero bytes in them: it is UTF-16 without a mark, or no text at all. Name its encoding, such as utf-16");
            }

            if (!seen.Add(names[at]))
            {
                throw Fault(source, names[at], $"two columns are called '{names[at]}'. Rename one");
            }
        }

        if (names is [var only] && only.AsSpan().IndexOfAny(CsvDelimiter.Candidates) is >= 0 and var other && reader.GetRawRecordSpan() is not ['"', ..])
        {
            throw Fault(source, only, $"one column, called '{only}'. Is the delimiter '{Shown(only[other])}' and not '{Shown(source.Delimiter)}'?");
        }

        return names;
    }

    internal static string Shown(char delimiter) => delimiter == '\t' ? "\\t" : delimiter.ToString();

    private static TableException Fault(CsvSource source, string? column, string problem) => new(source.File, Math.Max(1, source.LineOf(0)), column, problem);
}
