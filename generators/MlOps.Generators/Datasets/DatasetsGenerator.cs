using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Datasets;

/// <summary>Writes typed handles for the data sets that the build versioned.</summary>
[Generator]
public sealed class DatasetsGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, for tests of what an edit re-runs.</summary>
    internal static class Steps
    {
        public const string Models = "DatasetModels";
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Embedded types are invisible to other assemblies, InternalsVisibleTo or not: each project keeps its own Datasets.
        context.RegisterPostInitializationOutput(static output => output.AddEmbeddedAttributeDefinition());
        var models = context.AdditionalTextsProvider
            .Where(DatasetsParser.IsList)
            .Select(DatasetsParser.Parse)
            .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.GetTypeByMetadataName(KnownNames.ParquetRows) is not null))
            .Select(static (pair, _) => pair.Left with { CanReadParquet = pair.Right && pair.Left.HasParquet })
            .WithTrackingName(Steps.Models);
        context.RegisterSourceOutput(models, DatasetsEmitter.Emit);
    }
}
