using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Generators.Diagnostics;
using MlOps.Generators.Shared;

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
        public const string Module = nameof(Module);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterPostInitializationOutput(static output => output.AddEmbeddedAttributeDefinition());
        var (models, diagnostics) = context.ForAttribute(KnownNames.Tracked, TrackedParser.Parse, Steps.Models, Steps.Diagnostics);

        // What a code fix mends is said by analyzers, as long as they run.
        var unsaid = diagnostics
            .Combine(context.AnalyzerConfigOptionsProvider.Select(static (options, _) => AnalyzersRun(options.GlobalOptions)))
            .Where(static said => !(said.Right && TrackingRules.HaveFixes.Contains(said.Left.Id)))
            .Select(static (said, _) => said.Left);

        var configuration = context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => Property(options.GlobalOptions, "Configuration"))
            .WithTrackingName(Steps.Configuration);

        // One class an assembly, however many methods: it says at run time when the build left the assembly unwoven.
        var isTracked = models.Collect().Select(static (all, _) => all.Length > 0).WithTrackingName(Steps.Module);
        var assembly = context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName ?? "");

        context.RegisterSourceOutput(models.Combine(configuration), TrackedEmitter.Emit);
        context.RegisterSourceOutput(isTracked.Combine(assembly), static (output, source) =>
        {
            if (source.Left)
            {
                ModuleEmitter.Emit(output, "TrackedModule", "tracked", "global::MlOps.TrackedMethod", source.Right);
            }
        });
        context.Report(unsaid);
    }

    private static bool AnalyzersRun(AnalyzerConfigOptions options) =>
        Property(options, "RunAnalyzers") != "false" && (Property(options, "RunAnalyzersDuringBuild") != "false" || Property(options, "RunAnalyzers") == "true");

    private static string Property(AnalyzerConfigOptions options, string name) =>
        options.TryGetValue("build_property." + name, out var value) ? value : "";
}
