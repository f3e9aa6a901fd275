namespace MlOps.Data.Schemas;

/// <summary>A data set whose schema is locked.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Table">What it was found to be.</param>
/// <param name="Columns">Its columns, with the types that the project gives some of them.</param>
/// <param name="IsSensitive">Whether messages must not show values.</param>
internal sealed record SchemaMember(string Name, DatasetTable Table, IReadOnlyList<DatasetColumn> Columns, bool IsSensitive)
{
    private readonly Dictionary<ColumnKey, int> _places = ColumnKey.Places(Columns);

    /// <summary>Its columns apart from each other, in their order.</summary>
    internal IReadOnlyList<ColumnKey> Keys { get; } = ColumnKey.Of(Columns);

    /// <summary>The place of a column, or -1 when there is none.</summary>
    internal int Find(ColumnKey key) => _places.GetValueOrDefault(key, -1);

    /// <summary>Whether the project gives a column its type.</summary>
    internal bool IsGiven(int column) => Columns[column].Type != Table.Columns[column].Type;
}

/// <summary>Tells columns of one name apart: a header may have it twice.</summary>
/// <param name="Name">The name.</param>
/// <param name="Number">How many of the name come before.</param>
internal readonly record struct ColumnKey(string Name, int Number)
{
    internal static Dictionary<ColumnKey, int> Places(IEnumerable<DatasetColumn> columns) =>
        Of(columns).Select(static (key, at) => (key, at)).ToDictionary(static pair => pair.key, static pair => pair.at);

    internal static List<ColumnKey> Of(IEnumerable<DatasetColumn> columns)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. columns.Select(column => new ColumnKey(column.Name, seen[column.Name] = seen.GetValueOrDefault(column.Name, -1) + 1))];
    }
}
