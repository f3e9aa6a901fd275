using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Tracking;

/// <summary>Writes, for every <c>[Tracked]</c> method, the class that records its calls.</summary>
[Generator]
public sealed class TrackedGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, for tests of what an edit re-runs.</summary>
    internal static class Steps
    {
        public const string Models = nameof(Models);
        public const string Diagnostics = nameof(Diagnostics);
        public const string Configuration = nameof(Configuration);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var parsed = context.SyntaxProvider.ForAttributeWithMetadataName(
            "MlOps.TrackedAttribute",
            static (_, _) => true, // Local functions, lambdas and accessors too: they get an error, not silence.
            TrackedParser.Parse);

        var models = parsed
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => result.Model!)
            .WithTrackingName(Steps.Models);

        // Diagnostics keep their real location, so that #pragma obeys, and a branch of their own, so that an edit above
        // a method does not write its code again.
        var diagnostics = parsed
            .Where(static result => result.Diagnostic is not null)
            .Select(static (result, _) => result.Diagnostic!)
            .WithTrackingName(Steps.Diagnostics);

        var configuration = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => options.GlobalOptions.TryGetValue("build_property.Configuration", out var value) ? value : "")
            .WithTrackingName(Steps.Configuration);

        context.RegisterSourceOutput(models.Combine(configuration), TrackedEmitter.Emit);
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic));
    }
}
