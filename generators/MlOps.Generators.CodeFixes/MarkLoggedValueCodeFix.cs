using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS4001 and MLOPS4002: puts <c>[Sensitive]</c> or <c>[NotLogged]</c> on the parameter or member.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MarkLoggedValueCodeFix : CodeFixProvider
{
    private static readonly string[] s_marks = ["Sensitive", "NotLogged"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS4001", "MLOPS4002"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(static async (all, document, diagnostics) => await Mark(document, diagnostics, all.CodeActionEquivalenceKey!, all.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var mark in root is null || DeclarationAt(root, diagnostic) is null ? [] : s_marks)
            {
                context.RegisterCodeFix(CodeAction.Create($"Mark it [{mark}]", cancellation => Mark(context.Document, [diagnostic], mark, cancellation), mark), diagnostic);
            }
        }
    }

    private static async Task<Document> Mark(Document document, ImmutableArray<Diagnostic> diagnostics, string mark, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not CompilationUnitSyntax root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return document;
        }

        var declarations = diagnostics.Select(diagnostic => DeclarationAt(root, diagnostic)).OfType<SyntaxNode>().ToArray();
        var isKnown = declarations.All(place => model.LookupNamespacesAndTypes(place.SpanStart, name: mark + "Attribute").Any(static type => type.ContainingNamespace?.Name == "MlOps"));
        var end = Usings.EndOfLineOf(root);
        var changed = root.ReplaceNodes(declarations, (original, node) => WithMark(node, mark, StartsLine(original) ? end : Space));
        return document.WithSyntaxRoot(isKnown ? changed : Usings.Add(changed, "MlOps"));
    }

    /// <summary>What is named at the finding; nothing where a call is told of, or a field shares its declaration with others.</summary>
    private static SyntaxNode? DeclarationAt(SyntaxNode root, Diagnostic diagnostic)
    {
        var name = root.FindToken(diagnostic.Location.SourceSpan.Start);
        return name.Parent switch
        {
            ParameterSyntax parameter when parameter.Identifier == name => parameter,
            PropertyDeclarationSyntax property when property.Identifier == name => property,
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax field } } variable when variable.Identifier == name => field,
            _ => null,
        };
    }

    private static bool StartsLine(SyntaxNode node) =>
        node is MemberDeclarationSyntax && node.GetLocation().GetLineSpan().StartLinePosition.Line != node.GetFirstToken().GetPreviousToken().GetLocation().GetLineSpan().EndLinePosition.Line;

    private static SyntaxNode WithMark(SyntaxNode node, string mark, SyntaxTrivia after)
    {
        var attribute = AttributeList(SingletonSeparatedList(Attribute(IdentifierName(mark)))).WithLeadingTrivia(node.GetLeadingTrivia());
        var indent = node.GetLeadingTrivia().LastOrDefault(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var rest = after.IsKind(SyntaxKind.EndOfLineTrivia) && indent.RawKind != 0 ? node.WithLeadingTrivia(indent) : node.WithoutLeadingTrivia();
        attribute = attribute.WithTrailingTrivia(after);
        return rest is ParameterSyntax parameter
            ? parameter.WithAttributeLists(parameter.AttributeLists.Insert(0, attribute))
            : ((MemberDeclarationSyntax)rest).WithAttributeLists(((MemberDeclarationSyntax)rest).AttributeLists.Insert(0, attribute));
    }
}
