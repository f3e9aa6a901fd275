using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS3006: sorts files by their paths, the same way in every culture.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SortFilesCodeFix : NodeCodeFix<InvocationExpressionSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS3006"];

    private protected override string Title => "Sort by path";

    private protected override SyntaxNode? Change(InvocationExpressionSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(node, cancellationToken).Symbol is not IMethodSymbol method)
        {
            return null;
        }

        // Before .NET 7 there is no Order.
        var order = method.ContainingType.Name != "Directory" ? "OrderBy(file => file.FullName, StringComparer.Ordinal)"
            : model.Compilation.GetTypeByMetadataName("System.Linq.Enumerable")?.GetMembers("Order").IsEmpty == false ? "Order(StringComparer.Ordinal)"
            : "OrderBy(path => path, StringComparer.Ordinal)";
        var array = method.ReturnType is IArrayTypeSymbol ? ".ToArray()" : "";
        return ParseExpression($"{node.WithoutTrivia()}.{order}{array}").WithTriviaFrom(node)
            .Needing("System", "StringComparer", model, node.SpanStart)
            .Needing("System.Linq", "Enumerable", model, node.SpanStart);
    }
}
