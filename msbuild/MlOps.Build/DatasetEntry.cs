using MlOps.Data;

namespace MlOps.Build;

/// <summary>A data set as generated code will know it.</summary>
/// <param name="Identifier">The class in <c>Datasets</c>: <c>Iris</c>.</param>
/// <param name="Item">What the project says of it.</param>
/// <param name="Source">The path from the project folder, with forward slashes.</param>
/// <param name="Version">What it holds.</param>
/// <param name="Columns">Its columns; empty when it is no table.</param>
internal sealed record DatasetEntry(string Identifier, DatasetItem Item, string Source, DatasetVersion Version, IReadOnlyList<ColumnEntry> Columns)
{
    // A class cannot be named like one of its members or like the class around it, and should not hide what every object has.
    private static readonly string[] s_taken =
    [
        "Path", "Digest", "Size", "Handle", "Profile", "Datasets", "Row", "Rows",
        nameof(Equals), nameof(ReferenceEquals), nameof(GetHashCode), nameof(GetType), nameof(ToString), nameof(MemberwiseClone), "Finalize",
    ];

    /// <summary>Where its profile lies beside the program; null when it has none.</summary>
    public string? Profile => Item.IsProfiled ? $"profiles/{Identifier}.profile" : null;

    public static DatasetEntry Of(DatasetItem item, string projectFolder, DatasetVersion version, IReadOnlyList<DatasetColumn> columns)
    {
        var identifier = CSharpName.Of(item.Name);
        return new DatasetEntry(
            s_taken.Contains(identifier) ? identifier + "Data" : identifier,
            item,
            Path.GetRelativePath(projectFolder, item.Path).Replace(Path.DirectorySeparatorChar, '/'),
            version,
            ColumnEntry.Of(columns));
    }

    /// <exception cref="FormatException">The schema of the item is not that of the file.</exception>
    public static IReadOnlyList<DatasetColumn> ColumnsOf(DatasetTable? table, DatasetItem item) =>
        string.IsNullOrWhiteSpace(item.Schema) ? table?.Columns ?? []
            : table is null ? throw new FormatException("only files named .csv, .jsonl, .ndjson and .parquet have one")
            : table.ColumnsBy(item.Schema, item.IsSensitive);
}
