using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Analyzers.Shared;
using MlOps.Generators.Metrics;
using MlOps.Generators.Tracking;

namespace MlOps.Generators.Analyzers;

/// <summary>MLOPS1016: two numbers of a <c>[Metrics]</c> type, or of what a tracked method returns, would be one metric.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateMetricAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = Rule.Of(
        "MLOPS1016",
        Rule.Tracking,
        DiagnosticSeverity.Warning,
        "Two metrics of one name",
        "'{0}' and '{1}' are both logged as '{2}', at one step and time, and nobody can tell which value is whose. Give one of them another name with [Param].");

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
        if (Attributed.MetricsType(context) is { } type)
        {
            Report(context, MetricsParser.NumbersOf(type).Select(member => ($"{type.Name}.{member.Name}", member.Marks.KeyOf(member.Name))));
        }
        else if (Attributed.TrackedMethod(context) is { ReturnsVoid: false } method)
        {
            Report(context, TrackedParser.LoggedBy(method).Result.Leaves.Where(static leaf => leaf.Node.Kind != LoggedKind.AnyResult).Select(static leaf => (leaf.Path, leaf.Node.Key)));
        }
    }

    private static void Report(SyntaxNodeAnalysisContext context, IEnumerable<(string Path, string Key)> values)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, key) in values)
        {
            if (first.TryGetValue(key, out var other))
            {
                context.ReportDiagnostic(Diagnostic.Create(s_rule, context.Node.GetLocation(), other, path, key));
            }
            else
            {
                first.Add(key, path);
            }
        }
    }
}
