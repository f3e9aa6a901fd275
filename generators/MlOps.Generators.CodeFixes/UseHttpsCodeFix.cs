using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS4004: <c>http://</c> becomes <c>https://</c>. Whether the server speaks it, the user knows.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class UseHttpsCodeFix : NodeCodeFix<ExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS4004"];

    private protected override string Title => "Use https";

    private protected override SyntaxNode? Change(ExpressionSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var text = node.ToString();
        var scheme = text.IndexOf("http://", StringComparison.OrdinalIgnoreCase);
        return scheme < 0 ? null : SyntaxFactory.ParseExpression(text.Insert(scheme + "http".Length, "s")).WithTriviaFrom(node);
    }
}
