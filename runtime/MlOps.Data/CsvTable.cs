using System.Globalization;
using MlOps.Data.Csv;

namespace MlOps.Data;

/// <summary>A data set that is a CSV file: what its rows are.</summary>
public sealed class CsvTable
{
    private readonly CsvProfile _profile;
    private readonly string _file;

    internal CsvTable(CsvProfile profile, string file)
    {
        (_profile, _file) = (profile, file);
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
                Check(at, given);
                columns[at] = given with { Name = columns[at].Name };
            }
        }

        return columns;
    }

    private void Check(int column, DatasetColumn given)
    {
        var found = _profile.Columns[column];
        if (!found.Allows(given.Type))
        {
            throw new FormatException($"column '{given.Name}' has values that are no {CsvSchemaText.Name(given.Type)}{First(column, text => !text.IsWhiteSpace() && !CsvText.Is(text, given.Type))}");
        }

        if (found.HasBlank && !given.IsNullable && given.Type != DatasetColumnType.String)
        {
            throw new FormatException($"column '{given.Name}' has blank values{First(column, static text => text.IsWhiteSpace())}: its type must be {CsvSchemaText.Name(given.Type)}?");
        }
    }

    /// <summary>Where the first of the values is that are at fault; nothing when the file has changed and has none any more.</summary>
    private string First(int column, Func<ReadOnlySpan<char>, bool> isAtFault) =>
        CsvSampler.Find(_file, column, isAtFault) is not { } found ? ""
            : string.Create(CultureInfo.InvariantCulture, $", the first {(string.IsNullOrWhiteSpace(found.Text) ? "" : $"'{CsvText.Shortened(found.Text)}' ")}in line {found.Line}");

    private string Names()
    {
        const int Shown = 20;
        var names = string.Join(", ", Columns.Take(Shown).Select(static column => $"'{column.Name}'"));
        return Columns.Count > Shown ? $"{names} and {Columns.Count - Shown} more" : names;
    }
}
