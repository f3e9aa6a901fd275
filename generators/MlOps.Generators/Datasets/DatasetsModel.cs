using MlOps.Generators.Shared;

namespace MlOps.Generators.Datasets;

/// <summary>One versioned data set, as the build wrote it down.</summary>
internal sealed record DatasetModel(string Identifier, string Name, string Source, string Digest, long Size);

/// <summary>All data sets of the project.</summary>
internal sealed record DatasetsModel(EquatableArray<DatasetModel> Datasets);
