using System.Globalization;
using MlOps.Data.Tables;

namespace MlOps.Data;

/// <summary>A data set that is a table: what its rows are.</summary>
public sealed class DatasetTable
{
    private readonly TableProfile _profile;
    private readonly string _file;

    internal DatasetTable(TableProfile profile, string file)
    {
        (_profile, _file) = (profile, file);
        Format = TableFormats.Of(file);
        Columns = [.. profile.Columns.Select(static column => column.Infer())];
    }

    /// <summary>How it is written.</summary>
    public TableFormat Format { get; }

    /// <summary>
    /// The columns with the types found: in the first rows of a CSV file (those of its first 16 million characters, at most
    /// 100,000), in all rows of a JSON Lines file, in the schema of a Parquet file. Empty where there is a <see cref="Problem"/>.
    /// </summary>
    public IReadOnlyList<DatasetColumn> Columns { get; }

    /// <summary>How many rows the whole file has, without the header.</summary>
    public long RowCount => _profile.Rows;

    /// <summary>Why it cannot be read as a table, or null when it can.</summary>
    public string? Problem => _profile.Problem;

    /// <summary>Columns that have no type here, such as lists in Parquet, each with the reason; null where there are none.</summary>
    public string? LeftOut => _profile.LeftOut;

    /// <summary>What was found in its columns.</summary>
    internal IReadOnlyList<ColumnProfile> Profiles => _profile.Columns;

    /// <summary>The columns with the types that a project gives some of them.</summary>
    /// <param name="schema">
    /// Names and types, such as <c>zip=string|price=decimal?</c>; <c>?</c> allows blanks, and <c>||</c> in a name stands for one <c>|</c>.
    /// </param>
    /// <param name="isSensitive">Whether messages must not show values.</param>
    /// <exception cref="FormatException">It is not written so, or the file is not so; the message says what and where.</exception>
    public IReadOnlyList<DatasetColumn> ColumnsBy(string schema, bool isSensitive = false)
    {
        if (Problem is not null)
        {
            throw new FormatException($"it is no table, since {Problem}");
        }

        var columns = Columns.ToArray();
        foreach (var given in SchemaText.Parse(schema))
        {
            var matches = Enumerable.Range(0, columns.Length).Where(at => columns[at].Name.Trim() == given.Name).ToArray();
            if (matches.Length == 0)
            {
                throw new FormatException($"it has no column '{given.Name}'; its columns are {Names()}");
            }

            foreach (var at in matches)
            {
                Check(at, given, isSensitive);
                columns[at] = given with { Name = columns[at].Name };
            }
        }

        return columns;
    }

    private void Check(int column, DatasetColumn given, bool isSensitive)
    {
        var found = _profile.Columns[column];
        if (!found.Allows(given.Type))
        {
            throw new FormatException($"column '{given.Name}' has values that are no {SchemaText.Name(given.Type)}{First(column, isSensitive, text => !text.IsWhiteSpace() && !ValueText.Is(text, given.Type))}");
        }

        if (found.HasBlank && !given.IsNullable && given.Type != DatasetColumnType.String)
        {
            throw new FormatException($"column '{given.Name}' has blank values{First(column, isSensitive, static text => text.IsWhiteSpace())}: its type must be {SchemaText.Name(given.Type)}?");
        }
    }

    /// <summary>Where the first of the values is that are at fault; nothing when the file has changed and has none any more.</summary>
    internal string First(int column, bool isSensitive, Func<ReadOnlySpan<char>, bool> isAtFault) =>
        TableFormats.Find(_file, _profile.Columns[column].Name, column, isAtFault) is not { } found ? ""
            : string.Create(CultureInfo.InvariantCulture, $", the first {(isSensitive || string.IsNullOrWhiteSpace(found.Text) ? "" : $"'{ValueText.Shortened(found.Text)}' ")}in line {found.Line}");

    private string Names()
    {
        const int Shown = 20;
        var names = string.Join(", ", Columns.Take(Shown).Select(static column => $"'{column.Name}'"));
        return Columns.Count > Shown ? $"{names} and {Columns.Count - Shown} more" : names;
    }
}
