using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Tracking;

/// <summary>What a generated class in the same assembly may name.</summary>
internal static class TypeAccess
{
    /// <summary>Whether the type itself, apart from the types around it, can be named.</summary>
    public static bool IsVisible(ITypeSymbol type) => type.DeclaredAccessibility
        is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable;

    /// <summary>The first type within a type (elements, type arguments, containing types) that cannot be named.</summary>
    public static ITypeSymbol? FirstHidden(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => FirstHidden(array.ElementType),
        INamedTypeSymbol named => OfNamed(named),
        _ => null,
    };

    private static ITypeSymbol? OfNamed(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.ContainingType)
        {
            if (current.IsFileLocal || !IsVisible(current))
            {
                return current;
            }
        }

        return type.TypeArguments.Select(argument => FirstHidden(argument)).FirstOrDefault(static hidden => hidden is not null);
    }
}
