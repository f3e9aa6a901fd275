using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Tracking;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS1009: two values of a tracked method would be the same param, and a param keeps its first value.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateParamAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS1009",
        Rule.Tracking,
        DiagnosticSeverity.Error,
        "Two params of one name",
        "'{0}' of '{1}' is not recorded: '{2}' is the param '{3}' already, and a param keeps its first value. Give one of them another name with [Param].");

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
        if (Attributed.TrackedMethod(context) is not { Parameters.Length: > 0 } method)
        {
            return;
        }

        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, node) in TrackedParser.LoggedBy(method).Params.Leaves)
        {
            if (node.Kind == LoggedKind.AnyParam)
            {
                continue; // Nobody knows yet whether it is one.
            }

            if (first.TryGetValue(node.Key, out var other))
            {
                context.ReportDiagnostic(Diagnostic.Create(s_rule, TrackedParser.LocationOf(method, path), path, Trackability.NameOf(method), other, node.Key));
            }
            else
            {
                first.Add(node.Key, path);
            }
        }
    }
}
