using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Tracking;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS1011: a tracked method of whose runs only the time is known.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SilentRunAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS1011",
        Rule.Tracking,
        DiagnosticSeverity.Info,
        "Tracked method logs nothing",
        "Runs of '{0}' have neither params nor metrics, inputs or artifacts, so nothing tells them apart. Return a number or a record, take options as parameters, or log to Run.Current.");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.Attribute);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        if (Attributed.TrackedMethod(context) is { } method && !LogsByItself(method) && !RunUse.MayBeIn(method, context.Compilation, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(s_rule, method.Locations[0], Trackability.NameOf(method)));
        }
    }

    private static bool LogsByItself(IMethodSymbol method)
    {
        var (parameters, result) = TrackedParser.LoggedBy(method);
        return parameters.Leaves.Count > 0 || result.Leaves.Count > 0 || method.Parameters.Any(static parameter => LoggedInputs.Of(parameter, parameter.Name) is not null);
    }
}
