using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS4005: the data no longer says which types are made.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class TypeNameHandlingNoneCodeFix : NodeCodeFix<ExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS4005"];

    private protected override string Title => "Use TypeNameHandling.None";

    private protected override SyntaxNode? Change(ExpressionSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (model.GetTypeInfo(node, cancellationToken).Type?.Name != "TypeNameHandling")
        {
            return null;
        }

        var named = node.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>().FirstOrDefault();
        return (named is null ? IdentifierName("None") : (ExpressionSyntax)named.WithName(IdentifierName("None"))).WithTriviaFrom(node);
    }
}
