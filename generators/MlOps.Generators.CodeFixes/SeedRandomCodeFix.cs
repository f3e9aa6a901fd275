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

    private protected override SyntaxNode? Change(BaseObjectCreationExpressionSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        IsMadeAgain(node) ? null : node.WithArgumentList((node.ArgumentList ?? ArgumentList()).AddArguments(Argument(ParseExpression("42"))));

    // In a lambda or a loop the same seed would give the same numbers every time: there the author has to think.
    private static bool IsMadeAgain(SyntaxNode node) => node.Ancestors()
        .TakeWhile(static around => around is not MemberDeclarationSyntax and not LocalFunctionStatementSyntax)
        .Any(static around => around is AnonymousFunctionExpressionSyntax or CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax);
}
