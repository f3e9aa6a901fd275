using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Versioning;

/// <summary>Writes, for every <c>[Versioned]</c> type, the class that hashes its content.</summary>
[Generator]
public sealed class VersionedGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, for tests of what an edit re-runs.</summary>
    internal static class Steps
    {
        public const string Models = "VersionedModels";
        public const string Diagnostics = "VersionedDiagnostics";
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var (models, diagnostics) = context.ForAttribute(KnownNames.Versioned, VersionedParser.Parse, Steps.Models, Steps.Diagnostics);
        context.RegisterSourceOutput(models, VersionedEmitter.Emit);
        context.Report(diagnostics);
    }
}
