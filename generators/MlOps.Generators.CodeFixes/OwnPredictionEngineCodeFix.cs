using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.CodeFixes;

/// <summary>
/// MLOPS6001: an engine for each request where it is a singleton, and for each thread where threads share a variable. Only where it
/// can be seen how the engine is made, from a model that is not made with it: that would be read anew each time.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class OwnPredictionEngineCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS6001"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(static async (context, document, diagnostics) => await Fix(document, diagnostics, context.CancellationToken).ConfigureAwait(false) ?? document);

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await Fix(context.Document, [diagnostic], context.CancellationToken).ConfigureAwait(false) is { } changed)
            {
                context.RegisterCodeFix(CodeAction.Create("Make an engine for each request or thread", _ => Task.FromResult(changed), nameof(OwnPredictionEngineCodeFix)), diagnostic);
            }
        }
    }

    private static async Task<Document?> Fix(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
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
            var own = found is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } called } && called.Name == found
                ? EngineOfRequest.In(call, called.Name, model, cancellationToken)
                : EngineOfThread.Of(found, model, cancellationToken);
            foreach (var (node, changed) in own)
            {
                changes[node] = changed;
            }
        }

        return changes.Count == 0 ? null : document.WithSyntaxRoot(Usings.Add(root.ReplaceNodes(changes.Keys, (node, current) => current == node ? changes[node] : current)));
    }
}
