using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Silicon;

/// <summary>Has the machine sampled while the runs of this project go on, unless the build property <c>MlOpsSilicon</c> says no.</summary>
[Generator]
public sealed class SiliconGenerator : IIncrementalGenerator
{
    /// <summary>Names of the pipeline's steps, for tests of what an edit re-runs.</summary>
    internal static class Steps
    {
        public const string Model = "Silicon" + nameof(Model);
    }

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var isReferenced = context.CompilationProvider.Select(static (compilation, _) => compilation.GetTypeByMetadataName("MlOps.SiliconSampling") is not null);
        var choice = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => options.GlobalOptions.TryGetValue("build_property.MlOpsSilicon", out var value) ? value : "");
        var model = isReferenced.Combine(choice).Select(static (input, _) => SiliconParser.Parse(input.Left, input.Right)).WithTrackingName(Steps.Model);
        context.RegisterSourceOutput(model, SiliconEmitter.Emit);
    }
}
