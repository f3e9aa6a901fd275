using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS3003, MLOPS3004, MLOPS3005: a number in place of a Guid, a clock or a hash that is handed over as a seed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class FixedSeedCodeFix : NodeCodeFix<ArgumentSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS3003", "MLOPS3004", "MLOPS3005"];

    private protected override string Title => "Use a fixed seed";

    // The outermost of the same statement: new Random(Math.Abs(Guid.NewGuid().GetHashCode()))
    private protected override ArgumentSyntax? NodeAt(SyntaxNode found) => found.AncestorsAndSelf()
        .TakeWhile(static node => node is not StatementSyntax and not LambdaExpressionSyntax)
        .OfType<ArgumentSyntax>()
        .LastOrDefault();

    private protected override SyntaxNode? Change(ArgumentSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        model.GetOperation(node, cancellationToken) is IArgumentOperation { Parameter.Name: var name } && name.IndexOf("seed", StringComparison.OrdinalIgnoreCase) >= 0 && !DependsOnMore(node, model, cancellationToken)
            ? node.WithExpression(ParseExpression("42").WithTriviaFrom(node.Expression))
            : null;

    // `TickCount + worker` gives every worker a seed of its own, which one number for all would take away.
    private static bool DependsOnMore(ArgumentSyntax node, SemanticModel model, CancellationToken cancellationToken) => node.Expression.DescendantNodesAndSelf()
        .OfType<IdentifierNameSyntax>()
        .Any(name => model.GetSymbolInfo(name, cancellationToken).Symbol is ILocalSymbol { IsConst: false } or IParameterSymbol or IFieldSymbol { IsConst: false, IsStatic: false });
}
