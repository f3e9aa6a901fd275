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
    EquatableArray<ColumnModel> Columns);

/// <summary>One column: the property that it becomes, and what it is.</summary>
internal sealed record ColumnModel(string Identifier, string Name, string Type, bool IsNullable);

/// <summary>All data sets of the project.</summary>
internal sealed record DatasetsModel(EquatableArray<DatasetModel> Datasets);
