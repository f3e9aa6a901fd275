using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Generators.Shared;
using MlOps.Generators.Tracking;

namespace MlOps.Generators.Analyzers;

/// <summary>
/// A rule about a tracked method that a code fix mends. Editors offer fixes for what analyzers say, not for what generators say:
/// so the generator, which knows the same, leaves these to the analyzer.
/// </summary>
public abstract class TrackedMethodAnalyzer : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _rule;

    private protected TrackedMethodAnalyzer(DiagnosticDescriptor rule) => _rule = rule;

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_rule];

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.MethodDeclaration, SyntaxKind.LocalFunctionStatement);
    }

    private void Analyze(SyntaxNodeAnalysisContext context)
    {
        if (context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken) is IMethodSymbol method
            && method.GetAttributes().Ours("Tracked") is { } attribute
            && attribute.ApplicationSyntaxReference?.SyntaxTree == context.Node.SyntaxTree
            && context.Node.FullSpan.Contains(attribute.ApplicationSyntaxReference.Span)
            && TrackedParser.WhyNot(method, attribute, context.CancellationToken) is { } problem
            && problem.Id == _rule.Id)
        {
            context.ReportDiagnostic(problem);
        }
    }
}
