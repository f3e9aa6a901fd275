using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Shared;

/// <summary>What a generated class in the same assembly may name.</summary>
internal static class TypeAccess
{
    /// <summary>The types within a type (elements, type arguments, containing types) that a class elsewhere in the assembly cannot name.</summary>
    public static IReadOnlyList<INamedTypeSymbol> HiddenIn(ITypeSymbol type)
    {
        var hidden = new List<INamedTypeSymbol>();
        AddHidden(type, hidden);
        return hidden;
    }

    /// <summary>The same, added to what is known already.</summary>
    public static void AddHidden(ITypeSymbol type, List<INamedTypeSymbol> hidden)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                AddHidden(array.ElementType, hidden);
                break;
            case IPointerTypeSymbol pointer:
                AddHidden(pointer.PointedAtType, hidden);
                break;
            case IFunctionPointerTypeSymbol { Signature: var signature }:
                AddHidden(signature.ReturnType, hidden);
                foreach (var parameter in signature.Parameters)
                {
                    AddHidden(parameter.Type, hidden);
                }

                break;
            case INamedTypeSymbol { SpecialType: SpecialType.None } named:
                for (var part = named; part is not null; part = part.ContainingType)
                {
                    if (part.IsFileLocal || !IsVisible(part))
                    {
                        hidden.Add(part);
                    }
                }

                foreach (var argument in named.TypeArguments)
                {
                    AddHidden(argument, hidden);
                }

                break;
            default:
                break;
        }
    }

    private static bool IsVisible(ITypeSymbol type) => type.DeclaredAccessibility
        is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable;
}
