using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MlOps.Generators.Startup;

/// <summary>
/// Has the machine sampled and runs delivered to a server, unless the build properties <c>MlOpsSilicon</c> and <c>MlOpsMlflow</c> say no.
/// </summary>
[Generator]
public sealed class StartupGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, for tests of what an edit re-runs.</summary>
    internal static class Steps
    {
        public const string Model = "Startup" + nameof(Model);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var libraries = context.CompilationProvider.Select(static (compilation, _) => new StartupLibraries(
            Silicon: compilation.GetTypeByMetadataName("MlOps.SiliconSampling") is not null,
            Mlflow: compilation.GetTypeByMetadataName("MlOps.MLflow.MlflowDelivery") is not null));
        var choices = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => (Silicon: Property(options, "MlOpsSilicon"), Mlflow: Property(options, "MlOpsMlflow")));
        var model = libraries.Combine(choices)
            .Select(static (input, _) => StartupParser.Parse(input.Left, input.Right.Silicon, input.Right.Mlflow))
            .WithTrackingName(Steps.Model);
        context.RegisterSourceOutput(model, StartupEmitter.Emit);
    }

    private static string Property(AnalyzerConfigOptionsProvider options, string name) =>
        options.GlobalOptions.TryGetValue("build_property." + name, out var value) ? value : "";
}
