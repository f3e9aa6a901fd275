using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS4006: of what the request brings, only the name of a file is taken.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class TakeFileNameCodeFix : NodeCodeFix<ExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS4006"];

    private protected override string Title => "Take only the name of the file";

    private protected override SyntaxNode? Change(ExpressionSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (model.GetTypeInfo(node, cancellationToken).Type?.SpecialType != SpecialType.System_String)
        {
            return null;
        }

        var path = model.LookupNamespacesAndTypes(node.SpanStart, name: "Path").Any(static type => type.ContainingNamespace?.ToDisplayString() == "System.IO") ? "Path" : "System.IO.Path";
        return InvocationExpression(ParseExpression($"{path}.GetFileName"), ArgumentList(SingletonSeparatedList(Argument(node.WithoutTrivia())))).WithTriviaFrom(node);
    }
}
