using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>MLOPS1013: makes the function async, and its returns await.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AwaitInRunCodeFix : NodeCodeFix<SyntaxNode>
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["MLOPS1013"];

    private protected override string Title => "Await the task";

    private protected override SyntaxNode? NodeAt(SyntaxNode found) => found.Ancestors().FirstOrDefault(IsFunction);

    private protected override SyntaxNode? Change(SyntaxNode node, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var symbol = model.GetDeclaredSymbol(node, cancellationToken) as IMethodSymbol ?? model.GetSymbolInfo(node, cancellationToken).Symbol as IMethodSymbol;
        if (symbol?.ReturnType is not INamedTypeSymbol task || symbol.Parameters.Any(static parameter => parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType))
        {
            return null; // Such parameters an async method cannot have.
        }

        var returns = node.DescendantNodes(inner => inner == node || !IsFunction(inner)).OfType<ReturnStatementSyntax>().Where(static statement => statement.Expression is not null).ToArray();
        if (returns.Any(static statement => statement.Expression!.IsKind(SyntaxKind.NullLiteralExpression) || statement.Expression!.IsKind(SyntaxKind.DefaultLiteralExpression)))
        {
            return null; // No task at all cannot be awaited.
        }

        var last = node.ChildNodes().OfType<BlockSyntax>().LastOrDefault()?.Statements.LastOrDefault();
        return WithAsync(node.ReplaceNodes(returns, (original, _) => task.IsGenericType
            ? original.WithExpression(Awaited(original.Expression!))
            : Await(original, isLast: original == last)));
    }

    private static bool IsFunction(SyntaxNode node) => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax;

    private static AwaitExpressionSyntax Awaited(ExpressionSyntax task) =>
        AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), task is ConditionalExpressionSyntax or BinaryExpressionSyntax ? ParenthesizedExpression(task) : task);

    /// <summary>Nothing is returned any more: what follows must not run.</summary>
    private static StatementSyntax Await(ReturnStatementSyntax statement, bool isLast)
    {
        var awaited = ExpressionStatement(Awaited(statement.Expression!.WithoutTrivia())).WithTriviaFrom(statement);
        return isLast
            ? awaited
            : Block(awaited.WithoutTrivia(), ReturnStatement()).WithTriviaFrom(statement).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation);
    }

    private static SyntaxNode WithAsync(SyntaxNode function)
    {
        var async = Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space);
        return function switch
        {
            MethodDeclarationSyntax { Modifiers.Count: 0 } method => method
                .WithReturnType(method.ReturnType.WithoutLeadingTrivia()).WithModifiers(TokenList(async.WithLeadingTrivia(method.ReturnType.GetLeadingTrivia()))),
            MethodDeclarationSyntax method => method.AddModifiers(async),
            LocalFunctionStatementSyntax { Modifiers.Count: 0 } local => local
                .WithReturnType(local.ReturnType.WithoutLeadingTrivia()).WithModifiers(TokenList(async.WithLeadingTrivia(local.ReturnType.GetLeadingTrivia()))),
            LocalFunctionStatementSyntax local => local.AddModifiers(async),
            AnonymousFunctionExpressionSyntax lambda => lambda.WithoutLeadingTrivia().WithAsyncKeyword(async.WithLeadingTrivia(lambda.GetLeadingTrivia())),
            _ => function,
        };
    }
}
