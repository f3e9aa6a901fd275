using MlOps.Data.Csv;

namespace MlOps.Data;

/// <summary>A data set that is a CSV file: what its rows are.</summary>
public sealed class CsvTable
{
    private readonly CsvProfile _profile;

    internal CsvTable(CsvProfile profile)
    {
        _profile = profile;
        Columns = [.. profile.Columns.Select(static column => column.Infer())];
    }

    /// <summary>
    /// The columns with the types found in its first rows: those of its first 16 million characters, at most 100,000.
    /// Empty where there is a <see cref="Problem"/>.
    /// </summary>
    public IReadOnlyList<DatasetColumn> Columns { get; }

    /// <summary>How many rows the whole file has, without the header.</summary>
    public long RowCount => _profile.Rows;

    /// <summary>Why it cannot be read as a table, or null when it can.</summary>
    public string? Problem => _profile.Problem;

    /// <summary>The columns with the types that a project gives some of them.</summary>
    /// <param name="schema">
    /// Names and types, such as <c>zip=string|price=decimal?</c>; <c>?</c> allows blanks, and <c>||</c> in a name stands for one <c>|</c>.
    /// </param>
    /// <exception cref="FormatException">It is not written so, or the file is not so; the message says what and where.</exception>
    public IReadOnlyList<DatasetColumn> ColumnsBy(string schema)
    {
        if (Problem is not null)
        {
            throw new FormatException($"it is no table, since {Problem}");
        }

        var columns = Columns.ToArray();
        foreach (var given in CsvSchemaText.Parse(schema))
        {
            var matches = Enumerable.Range(0, columns.Length).Where(at => columns[at].Name.Trim() == given.Name).ToArray();
            if (matches.Length == 0)
            {
                throw new FormatException($"it has no column '{given.Name}'; its columns are {Names()}");
            }

            foreach (var at in matches)
            {
                Check(_profile.Columns[at], given);
                columns[at] = given with { Name = columns[at].Name };
            }
        }

        return columns;
    }

    private static void Check(CsvColumnProfile found, DatasetColumn given)
    {
        if (!found.Allows(given.Type))
        {
            throw new FormatException($"column '{given.Name}' has values that are no {CsvSchemaText.Name(given.Type)}");
        }

        if (found.HasBlank && !given.IsNullable && given.Type != DatasetColumnType.String)
        {
            throw new FormatException($"column '{given.Name}' has blank values: its type must be {CsvSchemaText.Name(given.Type)}?");
        }
    }

    private string Names()
    {
        const int Shown = 20;
        var names = string.Join(", ", Columns.Take(Shown).Select(static column => $"'{column.Name}'"));
        return Columns.Count > Shown ? $"{names} and {Columns.Count - Shown} more" : names;
    }
}
