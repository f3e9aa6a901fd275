using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS3010: gives <c>new MLContext()</c> a seed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SeedMLContextCodeFix : NodeCodeFix<BaseObjectCreationExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS3010"];

    private protected override string Title => "Add a seed";

    private protected override SyntaxNode Change(BaseObjectCreationExpressionSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var seed = (ArgumentSyntax)ParseArgumentList("(seed: 0)").Arguments[0];
        return node.WithArgumentList((node.ArgumentList ?? ArgumentList()).AddArguments(seed));
    }
}
