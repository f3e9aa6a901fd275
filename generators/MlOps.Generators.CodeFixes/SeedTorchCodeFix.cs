using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS3012: seeds TorchSharp where the method begins that makes the first module.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SeedTorchCodeFix : NodeCodeFix<SyntaxNode>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS3012"];

    private protected override string Title => "Seed TorchSharp";

    private protected override SyntaxNode? NodeAt(SyntaxNode found) => found.Ancestors().FirstOrDefault(static node =>
        node is BlockSyntax { Parent: BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax }
        || (node is GlobalStatementSyntax && !node.DescendantNodes().OfType<LocalFunctionStatementSyntax>().Any())) is { } place
            ? place as BlockSyntax ?? place.Parent
            : null;

    private protected override SyntaxNode? Change(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        FirstStatement.Into(node, "global::TorchSharp.torch.manual_seed(42);");
}
