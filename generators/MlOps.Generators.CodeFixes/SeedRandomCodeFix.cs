using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS3001: gives <c>new Random()</c> a seed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SeedRandomCodeFix : NodeCodeFix<BaseObjectCreationExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS3001"];

    private protected override string Title => "Add a seed";

    private protected override SyntaxNode Change(BaseObjectCreationExpressionSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        node.WithArgumentList((node.ArgumentList ?? ArgumentList()).AddArguments(Argument(ParseExpression("42"))));
}
