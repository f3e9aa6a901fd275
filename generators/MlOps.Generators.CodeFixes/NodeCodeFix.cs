using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MlOps.Generators.CodeFixes;

/// <summary>A fix that replaces the node that a rule points at, or one around it.</summary>
/// <typeparam name="TNode">What is replaced.</typeparam>
public abstract class NodeCodeFix<TNode> : CodeFixProvider
    where TNode : SyntaxNode
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in root is null || model is null ? [] : context.Diagnostics)
        {
            var found = root!.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (NodeAt(found) is { } node && Change(node, model!, diagnostic, context.CancellationToken) is { } changed)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(Finish(root!.ReplaceNode(node, changed)))), GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>What the editor offers.</summary>
    private protected abstract string Title { get; }

    /// <summary>What to replace; null where there is none.</summary>
    private protected virtual TNode? NodeAt(SyntaxNode found) => found.FirstAncestorOrSelf<TNode>();

    /// <summary>The new node; null where there is nothing to offer.</summary>
    private protected abstract SyntaxNode? Change(TNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken);

    /// <summary>What else the file needs, such as a <c>using</c>.</summary>
    private protected virtual SyntaxNode Finish(SyntaxNode root) => root;
}
