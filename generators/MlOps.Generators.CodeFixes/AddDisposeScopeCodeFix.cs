using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS6002: begins a loop with a scope that disposes what the loop makes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddDisposeScopeCodeFix : NodeCodeFix<BlockSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS6002"];

    private protected override string Title => "Dispose the tensors of each round";

    private protected override BlockSyntax? NodeAt(SyntaxNode found) => found.Ancestors().OfType<BlockSyntax>()
        .FirstOrDefault(static block => block.Parent is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax);

    private protected override SyntaxNode? Change(BlockSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var name = model.LookupSymbols(node.SpanStart, name: "scope").IsEmpty ? "scope" : "disposeScope";
        return FirstStatement.Into(node, $"using var {name} = global::TorchSharp.torch.NewDisposeScope();");
    }
}
