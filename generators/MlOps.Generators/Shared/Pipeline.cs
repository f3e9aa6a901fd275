using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Shared;

/// <summary>What a parser made of one attribute: a model to generate from, and what is wrong.</summary>
/// <param name="Model">The model, or <see langword="null"/> when nothing can be generated.</param>
/// <param name="Diagnostics">What is wrong, at the place where it is.</param>
internal readonly record struct Parsed<TModel>(TModel? Model, ImmutableArray<Diagnostic> Diagnostics)
    where TModel : class;

/// <summary>The two branches that every generator has.</summary>
internal static class Pipeline
{
    /// <summary>
    /// What an attribute stands on: the models, and the diagnostics. These keep their real location, so that #pragma obeys, and a
    /// branch of their own, so that an edit above a declaration does not write its code again.
    /// </summary>
    public static (IncrementalValuesProvider<TModel> Models, IncrementalValuesProvider<Diagnostic> Diagnostics) ForAttribute<TModel>(
        this IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, Parsed<TModel>> parse,
        string modelsStep,
        string diagnosticsStep)
        where TModel : class
    {
        // Whatever it stands on: where it cannot, there is an error, not silence.
        var parsed = context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, parse);
        var models = parsed
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => result.Model!)
            .WithTrackingName(modelsStep);
        var diagnostics = parsed
            .SelectMany(static (result, _) => result.Diagnostics)
            .WithTrackingName(diagnosticsStep);
        return (models, diagnostics);
    }

    public static void Report(this IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<Diagnostic> diagnostics) =>
        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic));
}
