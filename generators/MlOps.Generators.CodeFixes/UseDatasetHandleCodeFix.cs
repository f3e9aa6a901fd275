using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS2030: puts the handle of a data set in the place of its path.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UseDatasetHandleCodeFix : NodeCodeFix<ExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS2030"];

    private protected override string Title => "Use the handle of the data set";

    private protected override ExpressionSyntax? NodeAt(SyntaxNode found)
    {
        var path = found.FirstAncestorOrSelf<ExpressionSyntax>();
        while (path?.Parent is MemberAccessExpressionSyntax access && access.Name == path)
        {
            path = access;
        }

        return path?.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Combine" or "Join" } } combine } ? combine : path;
    }

    private protected override SyntaxNode? Change(ExpressionSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (!diagnostic.Properties.TryGetValue("Handle", out var handle) || node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { IsConst: true })
        {
            return null; // A property is no constant.
        }

        var isInScope = model.LookupNamespacesAndTypes(node.SpanStart, name: "Datasets").FirstOrDefault() is INamedTypeSymbol { ContainingNamespace: { Name: "MlOps", ContainingNamespace.IsGlobalNamespace: true } };
        return ParseExpression($"{(isInScope ? "" : "MlOps.")}Datasets.{handle}.Path").WithTriviaFrom(node);
    }
}
