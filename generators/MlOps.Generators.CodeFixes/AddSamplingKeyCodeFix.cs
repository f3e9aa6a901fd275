using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS2042: keeps the rows of a group together.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddSamplingKeyCodeFix : NodeCodeFix<ArgumentListSyntax>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS2042"];

    private protected override string Title => "Keep groups together";

    private protected override ArgumentListSyntax? NodeAt(SyntaxNode found) => found.FirstAncestorOrSelf<InvocationExpressionSyntax>()?.ArgumentList;

    private protected override SyntaxNode? Change(ArgumentListSyntax node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        diagnostic.Properties.TryGetValue("column", out var column)
            ? node.AddArguments(SyntaxFactory.ParseArgumentList($"(samplingKeyColumnName: {SymbolDisplay.FormatLiteral(column!, quote: true)})").Arguments[0])
            : null;
}
