using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Analyzers.Frameworks;

namespace MlOps.Analyzers.Lifetime;

/// <summary>Methods that a program gives to a minimal API by their names: <c>app.MapPost("/score", Score)</c>.</summary>
internal static class RequestHandlers
{
    /// <summary>Whether a method is one. Asked only where a rule has something to say; only calls are bound that name it.</summary>
    public static bool Contain(ISymbol method, Compilation compilation, Framework web, CancellationToken cancellationToken) =>
        method is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction }
        && compilation.SyntaxTrees.Any(tree => tree.GetRoot(cancellationToken).DescendantNodes().OfType<ArgumentSyntax>().Any(argument =>
            NameOf(argument.Expression) == method.Name
            && argument.Parent?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var map } } call
            && map.StartsWith("Map", StringComparison.Ordinal)
            && compilation.ModelOf(tree).GetOperation(call, cancellationToken) is IInvocationOperation mapping
            && web.Find(mapping.TargetMethod) is { Role: MemberRole.HandlesRequests }
            && mapping.MethodGroups().Any(handler => SymbolEqualityComparer.Default.Equals(handler.Method.OriginalDefinition, method.OriginalDefinition))));

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
