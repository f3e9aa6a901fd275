using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MlOps.Generators.CodeFixes;

/// <summary>A fix that replaces the node that a rule points at, or one around it.</summary>
/// <typeparam name="TNode">What is replaced.</typeparam>
public abstract class NodeCodeFix<TNode> : CodeFixProvider
    where TNode : SyntaxNode
{
    // One change of a file for all: the batch fixer merges texts, and gives up where three fixes add the same using.
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(async (context, document, diagnostics) => await Fix(document, diagnostics, context.CancellationToken).ConfigureAwait(false) ?? document);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await Fix(context.Document, [diagnostic], context.CancellationToken).ConfigureAwait(false) is { } changed)
            {
                context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(changed), GetType().Name), diagnostic);
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
    private protected virtual SyntaxNode Finish(SyntaxNode root) => Usings.Add(root);

    private async Task<Document?> Fix(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        var changes = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (var diagnostic in diagnostics)
        {
            var found = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            if (NodeAt(found) is { } node && Change(node, model, diagnostic, cancellationToken) is { } changed)
            {
                changes[node] = changed;
            }
        }

        // Around a node that was just changed, nothing is changed: that is left for the next time.
        return changes.Count == 0 ? null : document.WithSyntaxRoot(Finish(root.ReplaceNodes(changes.Keys, (node, current) => current == node ? changes[node] : current)));
    }
}
