namespace MlOps.Data.Tables;

/// <summary>How a project writes the types of columns: <c>zip=string|price=decimal?</c>.</summary>
internal static class SchemaText
{
    /// <summary>What asks for a lock beside the data file.</summary>
    internal const string OwnLock = "lock";

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

    internal static string KnownTypes => string.Join(", ", s_types.Select(static known => known.Name));

    internal static DatasetColumnType? TypeNamed(string name) =>
        s_types.Where(known => known.Name == name).Select(static known => (DatasetColumnType?)known.Type).FirstOrDefault();

    /// <summary>A name as it is written in a schema.</summary>
    internal static string Escape(string name) => name.Replace("|", "||", StringComparison.Ordinal);

    /// <summary>The lock that a schema asks for: <c>lock</c>, or a path that ends with <c>.json</c>; null when it asks for none.</summary>
    internal static string? Lock(string schema) => Parts(schema).FirstOrDefault(IsLock)?.Trim();

    private static bool IsLock(string part) => !part.Contains('=', StringComparison.Ordinal)
        && (part.Trim() == OwnLock || part.TrimEnd().EndsWith(".json", StringComparison.OrdinalIgnoreCase));

    // A doubled bar belongs to a name; no name can hold the character that stands for it meanwhile.
    private static IEnumerable<string> Parts(string schema) => schema.Replace("||", "\0", StringComparison.Ordinal)
        .Split('|', StringSplitOptions.RemoveEmptyEntries)
        .Select(static part => part.Replace('\0', '|'));

    /// <exception cref="FormatException">A part is not <c>name=type</c>, or not of a known type.</exception>
    internal static IEnumerable<DatasetColumn> Parse(string schema)
    {
        foreach (var text in Parts(schema).Where(static part => !IsLock(part)))
        {
            var equals = text.LastIndexOf('=');
            if (equals < 0)
            {
                throw new FormatException($"'{text.Trim()}' in its schema is not written as name=type");
            }

            var type = text[(equals + 1)..].Trim();
            var isNullable = type.EndsWith('?');
            type = isNullable ? type[..^1] : type;
            yield return TypeNamed(type) is not { } known
                ? throw new FormatException($"'{type}' in its schema is no type; known are {KnownTypes}, each also with '?'")
                : new DatasetColumn(text[..equals].Trim(), known, isNullable);
        }
    }
}
