using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Whether a tracker can stand beside the type of its method, and what it takes to stand inside.</summary>
internal static class SignatureAccess
{
    /// <summary>The types in and around a method that a class beside its type cannot name.</summary>
    public static IReadOnlyList<INamedTypeSymbol> Hidden(IMethodSymbol method)
    {
        var hidden = new List<INamedTypeSymbol>();
        TypeAccess.AddHidden(method.ContainingType, hidden);
        TypeAccess.AddHidden(method.ReturnType, hidden);
        foreach (var parameter in method.Parameters)
        {
            TypeAccess.AddHidden(parameter.Type, hidden);
        }

        foreach (var constraint in TrackedSignature.TypeParametersOf(method).SelectMany(static type => type.ConstraintTypes))
        {
            TypeAccess.AddHidden(constraint, hidden);
        }

        return hidden;
    }

    /// <summary>The types around a method that are not partial, outermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> NotPartial(IMethodSymbol method, CancellationToken cancellation) =>
        TypePath.Around(method.ContainingType).Where(type => !IsPartial(type, cancellation));

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) => type.DeclaringSyntaxReferences.All(reference =>
        reference.GetSyntax(cancellation) is not TypeDeclarationSyntax declaration || declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
