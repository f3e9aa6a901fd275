using Microsoft.Build.Framework;
using MlOps.Data;

namespace MlOps.Build;

/// <summary>A data set as generated code will know it.</summary>
/// <param name="Identifier">The class in <c>Datasets</c>: <c>Iris</c>.</param>
/// <param name="Name">The name in runs: <c>iris</c>.</param>
/// <param name="Source">The path from the project folder, with forward slashes.</param>
/// <param name="Version">What it holds.</param>
/// <param name="Columns">Its columns; empty when it is no table.</param>
internal sealed record DatasetEntry(string Identifier, string Name, string Source, DatasetVersion Version, IReadOnlyList<ColumnEntry> Columns)
{
    // A class cannot be named like one of its members or like the class around it, and should not hide what every object has.
    private static readonly string[] s_taken =
    [
        "Path", "Digest", "Size", "Handle", "Datasets", "Row", "Rows",
        nameof(Equals), nameof(ReferenceEquals), nameof(GetHashCode), nameof(GetType), nameof(ToString), nameof(MemberwiseClone), "Finalize",
    ];

    /// <exception cref="FormatException">The schema of the item is not that of the file.</exception>
    public static DatasetEntry Of(ITaskItem item, string projectFolder, string path, DatasetVersion version)
    {
        var name = item.GetMetadata("Name") is { Length: > 0 } given ? given : Path.GetFileNameWithoutExtension(path);
        var identifier = CSharpName.Of(name);
        return new DatasetEntry(
            s_taken.Contains(identifier) ? identifier + "Data" : identifier,
            name,
            Path.GetRelativePath(projectFolder, path).Replace(Path.DirectorySeparatorChar, '/'),
            version,
            ColumnEntry.Of(ColumnsOf(version.Table, item.GetMetadata("Schema"))));
    }

    private static IReadOnlyList<DatasetColumn> ColumnsOf(CsvTable? table, string schema) =>
        string.IsNullOrWhiteSpace(schema) ? table?.Columns ?? []
            : table is null ? throw new FormatException("only a file named .csv has one")
            : table.ColumnsBy(schema);
}
