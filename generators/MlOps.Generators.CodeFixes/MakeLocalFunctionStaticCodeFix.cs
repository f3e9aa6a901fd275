using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS1003: makes a tracked local function static; what it captures the compiler then points at.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MakeLocalFunctionStaticCodeFix : ModifierCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS1003"];

    private protected override string Title => "Make static";

    private protected override IEnumerable<SyntaxNode> DeclarationsToChange(SyntaxNode attribute) =>
        attribute.Ancestors().OfType<LocalFunctionStatementSyntax>().Take(1);

    private protected override SyntaxNode Change(SyntaxNode declaration)
    {
        // An attribute stands before it, so neither the modifiers nor the return type begin with a comment on the function.
        var function = (LocalFunctionStatementSyntax)declaration;
        if (function.Modifiers.Count > 0)
        {
            var first = function.Modifiers[0];
            return function.WithModifiers(function.Modifiers
                .Replace(first, first.WithLeadingTrivia())
                .Insert(0, Modifier(SyntaxKind.StaticKeyword).WithLeadingTrivia(first.LeadingTrivia)));
        }

        var @static = Modifier(SyntaxKind.StaticKeyword).WithLeadingTrivia(function.ReturnType.GetLeadingTrivia());
        return function.WithReturnType(function.ReturnType.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(@static));
    }
}
