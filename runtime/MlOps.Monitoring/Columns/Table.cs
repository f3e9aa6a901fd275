namespace MlOps.Monitoring;

/// <summary>Columns of equal length, held in memory.</summary>
public sealed class Table
{
    private readonly Dictionary<string, Column> _byName;

    /// <param name="columns">The columns, in the order of the header.</param>
    /// <exception cref="ArgumentException">Two have one name, or they are not equally long.</exception>
    public Table(IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Columns = columns;
        _byName = new Dictionary<string, Column>(columns.Count, StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (column.Count != columns[0].Count)
            {
                throw new ArgumentException($"Column '{column.Name}' has {column.Count} rows where '{columns[0].Name}' has {columns[0].Count}.", nameof(columns));
            }

            if (!_byName.TryAdd(column.Name, column))
            {
                throw new ArgumentException($"Two columns are called '{column.Name}'.", nameof(columns));
            }
        }
    }

    /// <summary>The columns, in the order of the header.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Columns.Count == 0 ? 0 : Columns[0].Count;

    /// <summary>The column of a name; <see langword="null"/> when there is none.</summary>
    public Column? Find(string name) => _byName.GetValueOrDefault(name);
}
