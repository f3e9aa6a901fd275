using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS2043: takes the label out of the features.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RemoveFeatureCodeFix : NodeCodeFix<SyntaxNode>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS2043"];

    private protected override string Title => "Leave the label out";

    private protected override SyntaxNode? NodeAt(SyntaxNode found) => found.Ancestors()
        .FirstOrDefault(static node => node is ArgumentListSyntax or InitializerExpressionSyntax or CollectionExpressionSyntax);

    private protected override SyntaxNode? Change(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        // Without any other feature, there is nothing to learn from. The first argument names the column that is made.
        var (elements, atLeast) = node switch
        {
            ArgumentListSyntax arguments => (arguments.Arguments.Cast<SyntaxNode>().ToArray(), 3),
            InitializerExpressionSyntax initializer => (initializer.Expressions.Cast<SyntaxNode>().ToArray(), 2),
            _ => (((CollectionExpressionSyntax)node).Elements.Cast<SyntaxNode>().ToArray(), 2),
        };
        var label = elements.FirstOrDefault(element => element.Span == diagnostic.Location.SourceSpan);
        return label is null || elements.Length < atLeast ? null : node.RemoveNode(label, SyntaxRemoveOptions.KeepNoTrivia);
    }
}
