using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using MlOps.Generators.Shared;
using MlOps.Generators.Tracking;

namespace MlOps.Generators.Analyzers;

/// <summary>Finds what an attribute of ours stands on. Asks the compiler only when the words of the source say that there is something.</summary>
internal static class Attributed
{
    /// <summary>The tracked method of a <c>[Tracked]</c> that the generator makes something of; <see langword="null"/> where the node is something else.</summary>
    public static IMethodSymbol? TrackedMethod(SyntaxNodeAnalysisContext context) =>
        Find(context, "Tracked") is (IMethodSymbol method, var attribute) && TrackedParser.WhyNot(method, attribute, context.CancellationToken) is null ? method : null;

    /// <summary>The type that a <c>[Metrics]</c> stands on; <see langword="null"/> where the node is something else.</summary>
    public static INamedTypeSymbol? MetricsType(SyntaxNodeAnalysisContext context) => Find(context, "Metrics") is (INamedTypeSymbol type, _) ? type : null;

    /// <summary>The parameter or member that a <c>[Param("…")]</c> stands on, and the name; <see langword="null"/> where the node is something else.</summary>
    public static (ISymbol Member, string Name)? Renamed(SyntaxNodeAnalysisContext context) =>
        Find(context, "Param") is var (member, attribute) && attribute.FirstText() is { } name ? (member, name) : null;

    private static (ISymbol, AttributeData)? Find(SyntaxNodeAnalysisContext context, string name)
    {
        var node = (AttributeSyntax)context.Node;
        if (!node.IsCalled(name) || Declaration(node) is not { } declaration || context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } symbol)
        {
            return null;
        }

        return symbol.GetAttributes().Ours(name) is { ApplicationSyntaxReference: { } place } attribute && place.SyntaxTree == node.SyntaxTree && place.Span == node.Span
            ? (symbol, attribute)
            : null;
    }

    private static SyntaxNode? Declaration(AttributeSyntax attribute) =>
        attribute.Parent?.Parent is BaseFieldDeclarationSyntax { Declaration.Variables: { Count: > 0 } variables } ? variables[0] : attribute.Parent?.Parent;
}
