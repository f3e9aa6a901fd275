using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Metrics;

/// <summary>Writes, for every <c>[Metrics]</c> type, what <c>run.Log(in values, step)</c> does with it.</summary>
[Generator]
public sealed class MetricsGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, for tests of what an edit re-runs.</summary>
    internal static class Steps
    {
        public const string Models = "MetricsModels";
        public const string Diagnostics = "MetricsDiagnostics";
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var (models, diagnostics) = context.ForAttribute(KnownNames.Metrics, MetricsParser.Parse, Steps.Models, Steps.Diagnostics);
        context.RegisterSourceOutput(models, MetricsEmitter.Emit);
        context.Report(diagnostics);
    }
}
