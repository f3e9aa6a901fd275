using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary>A variable becomes a <c>ThreadLocal</c>, which makes an engine for each thread that asks for its value.</summary>
internal static class EngineOfThread
{
    /// <summary>What changes: the declaration, and each use; nothing where one of them is more than a prediction.</summary>
    public static IEnumerable<(SyntaxNode Node, SyntaxNode Changed)> Of(SyntaxNode found, SemanticModel model, CancellationToken cancellationToken)
    {
        var variable = found is IdentifierNameSyntax ? model.GetSymbolInfo(found, cancellationToken).Symbol : model.GetDeclaredSymbol(found, cancellationToken);
        if (variable is not (ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private, IsReadOnly: true })
            || variable.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || reference.SyntaxTree != model.SyntaxTree
            || reference.GetSyntax(cancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: { } creation, Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration } declarator
            || !EngineCreation.Is(creation, model, cancellationToken) || !EngineCreation.IsAlwaysTheSame(creation, model, cancellationToken)
            || (variable is IFieldSymbol { ContainingType.DeclaringSyntaxReferences.Length: > 1 }))
        {
            return [];
        }

        var uses = model.SyntaxTree.GetRoot(cancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == variable.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol, variable))
            .ToArray();
        if (uses.Any(use => MemberOf(use) is not "Predict"))
        {
            return [];
        }

        var type = model.GetTypeInfo(creation, cancellationToken).Type!.ToMinimalDisplayString(model, creation.SpanStart);
        var local = ParseTypeName($"ThreadLocal<{type}>");
        var made = ParseExpression(declaration.Type.IsVar ? $"new {local}(() => {creation.WithoutTrivia()})" : $"new(() => {creation.WithoutTrivia()})").WithTriviaFrom(creation);
        var changed = declaration
            .WithType(declaration.Type.IsVar ? declaration.Type : local.WithTriviaFrom(declaration.Type))
            .WithVariables(SingletonSeparatedList(declarator.WithInitializer(declarator.Initializer!.WithValue(made))))
            .Needing("System.Threading", "ThreadLocal", model, creation.SpanStart);
        var value = (model.GetNullableContext(creation.SpanStart) & NullableContext.WarningsEnabled) != 0 ? ".Value!" : ".Value";
        return uses.Select(use => ((SyntaxNode)Whole(use), (SyntaxNode)ParseExpression($"{Whole(use).WithoutTrivia()}{value}").WithTriviaFrom(Whole(use)))).Append((declaration, changed));
    }

    // With what stands before it: this.engine, Scorer.engine.
    private static ExpressionSyntax Whole(IdentifierNameSyntax use) => use.Parent is MemberAccessExpressionSyntax access && access.Name == use ? access : use;

    private static string? MemberOf(IdentifierNameSyntax use) => Whole(use).Parent is MemberAccessExpressionSyntax access && access.Expression == Whole(use) ? access.Name.Identifier.ValueText : null;
}
