using MlOps.Generators.Shared;

namespace MlOps.Generators.Datasets;

/// <summary>One versioned data set, as the build wrote it down.</summary>
internal sealed record DatasetModel(
    string Identifier,
    string Name,
    string Source,
    string Digest,
    long Size,
    string? RepositoryPath,
    long? RowCount,
    string? Problem,
    string Format,
    bool IsSensitive,
    string? LeftOut,
    string? Profile,
    EquatableArray<ColumnModel> Columns)
{
    public bool IsParquet => Format == "Parquet";
}

/// <summary>One column: the property that it becomes, and what it is.</summary>
internal sealed record ColumnModel(string Identifier, string Name, string Type, bool IsNullable);

/// <summary>All data sets of the project.</summary>
/// <param name="Datasets">The data sets.</param>
/// <param name="CanReadParquet">Whether the project has the package that reads rows of Parquet.</param>
internal sealed record DatasetsModel(EquatableArray<DatasetModel> Datasets, bool CanReadParquet = false)
{
    /// <summary>Whether one of them is a table in Parquet.</summary>
    public bool HasParquet => Datasets.Any(static dataset => dataset.IsParquet);
}
