using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace MlOps.Generators.CodeFixes;

/// <summary><c>AddSingleton</c> becomes <c>AddScoped</c>, with the same factory: a request has one engine, and the next another.</summary>
internal static class EngineOfRequest
{
    private static readonly HashSet<string> s_singletons = new(StringComparer.Ordinal) { "AddSingleton", "TryAddSingleton", "AddKeyedSingleton", "AddHostedService" };

    /// <summary>What changes; nothing where the factory does more than make an engine, or a singleton asks for it.</summary>
    public static IEnumerable<(SyntaxNode Node, SyntaxNode Changed)> In(InvocationExpressionSyntax call, SimpleNameSyntax name, SemanticModel model, CancellationToken cancellationToken)
    {
        if (call.ArgumentList.Arguments.LastOrDefault()?.Expression is LambdaExpressionSyntax factory
            && EngineCreation.Is(Result(factory), model, cancellationToken)
            && model.GetTypeInfo(Result(factory)!, cancellationToken).Type is { } engine
            && !IsAskedForBySingleton(engine, model.Compilation, cancellationToken))
        {
            yield return (name, name.WithIdentifier(Identifier(name.Identifier.ValueText.Replace("Singleton", "Scoped")).WithTriviaFrom(name.Identifier)));
        }
    }

    private static ExpressionSyntax? Result(LambdaExpressionSyntax factory) => factory.Body switch
    {
        ExpressionSyntax expression => expression,
        BlockSyntax block => block.Statements.All(static statement => statement is ReturnStatementSyntax || statement is LocalDeclarationStatementSyntax declaration && Asks(declaration))
            ? block.Statements.OfType<ReturnStatementSyntax>().SingleOrDefault()?.Expression
            : null,
        _ => null,
    };

    // What the factory needs, it asks the provider for.
    private static bool Asks(LocalDeclarationStatementSyntax declaration) => declaration.Declaration.Variables.All(static variable =>
        variable.Initializer?.Value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetRequiredService" or "GetService" } });

    private static bool IsAskedForBySingleton(ITypeSymbol engine, Compilation compilation, CancellationToken cancellationToken) => compilation.SyntaxTrees
        .SelectMany(tree => tree.GetRoot(cancellationToken).DescendantNodes().OfType<GenericNameSyntax>())
        .Where(static name => s_singletons.Contains(name.Identifier.ValueText))
        .Select(name => compilation.GetSemanticModel(name.SyntaxTree).GetTypeInfo(name.TypeArgumentList.Arguments.Last(), cancellationToken).Type)
        .OfType<INamedTypeSymbol>()
        .Any(service => service.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, engine))));
}
