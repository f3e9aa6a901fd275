using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace MlOps.Generators.CodeFixes;

/// <summary>A fix that adds one modifier to declarations around the attribute that a rule complains about.</summary>
public abstract class ModifierCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in context.Diagnostics)
        {
            var declarations = root is null ? [] : DeclarationsToChange(root.FindNode(diagnostic.Location.SourceSpan)).ToArray();
            if (declarations.Length > 0)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root!.ReplaceNodes(declarations, (_, node) => Change(node)))), GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>What the editor offers.</summary>
    private protected abstract string Title { get; }

    /// <summary>The declarations that lack the modifier.</summary>
    private protected abstract IEnumerable<SyntaxNode> DeclarationsToChange(SyntaxNode attribute);

    /// <summary>The declaration with the modifier.</summary>
    private protected abstract SyntaxNode Change(SyntaxNode declaration);

    private protected static SyntaxToken Modifier(SyntaxKind kind) => SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space);
}
