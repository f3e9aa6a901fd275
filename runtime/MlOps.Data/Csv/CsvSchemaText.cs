namespace MlOps.Data.Csv;

/// <summary>How a project writes the types of columns: <c>zip=string|price=decimal?</c>.</summary>
internal static class CsvSchemaText
{
    private static readonly (string Name, DatasetColumnType Type)[] s_types =
    [
        ("string", DatasetColumnType.String),
        ("bool", DatasetColumnType.Boolean),
        ("int", DatasetColumnType.Int32),
        ("long", DatasetColumnType.Int64),
        ("float", DatasetColumnType.Single),
        ("double", DatasetColumnType.Double),
        ("decimal", DatasetColumnType.Decimal),
        ("DateOnly", DatasetColumnType.DateOnly),
        ("DateTime", DatasetColumnType.DateTime),
        ("DateTimeOffset", DatasetColumnType.DateTimeOffset),
        ("Guid", DatasetColumnType.Guid),
    ];

    internal static string Name(DatasetColumnType type) => s_types.First(known => known.Type == type).Name;

    /// <summary>A name as it is written in a schema.</summary>
    internal static string Escape(string name) => name.Replace("|", "||", StringComparison.Ordinal);

    /// <exception cref="FormatException">A part is not <c>name=type</c>, or not of a known type.</exception>
    internal static IEnumerable<DatasetColumn> Parse(string schema)
    {
        // A doubled bar belongs to a name; no name can hold the character that stands for it meanwhile.
        foreach (var part in schema.Replace("||", "\0", StringComparison.Ordinal).Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var text = part.Replace('\0', '|');
            var equals = text.LastIndexOf('=');
            if (equals < 0)
            {
                throw new FormatException($"'{text.Trim()}' in its schema is not written as name=type");
            }

            var type = text[(equals + 1)..].Trim();
            var isNullable = type.EndsWith('?');
            type = isNullable ? type[..^1] : type;
            var known = s_types.FirstOrDefault(known => known.Name == type);
            yield return known.Name is null
                ? throw new FormatException($"'{type}' in its schema is no type; known are {string.Join(", ", s_types.Select(static known => known.Name))}, each also with '?'")
                : new DatasetColumn(text[..equals].Trim(), known.Type, isNullable);
        }
    }
}
