using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS1002: makes the types around a tracked method partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MakeTypePartialCodeFix : ModifierCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS1002"];

    private protected override string Title => "Make partial";

    private protected override IEnumerable<SyntaxNode> DeclarationsToChange(SyntaxNode attribute) => attribute.Ancestors()
        .OfType<TypeDeclarationSyntax>()
        .Where(static type => !type.Modifiers.Any(SyntaxKind.PartialKeyword));

    private protected override SyntaxNode Change(SyntaxNode declaration)
    {
        var type = (TypeDeclarationSyntax)declaration;
        if (type.Modifiers.Count > 0)
        {
            return type.AddModifiers(Modifier(SyntaxKind.PartialKeyword));
        }

        // Without a modifier, the comments above the type hang on its keyword.
        var partial = Modifier(SyntaxKind.PartialKeyword).WithLeadingTrivia(type.Keyword.LeadingTrivia);
        return type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(partial));
    }
}
