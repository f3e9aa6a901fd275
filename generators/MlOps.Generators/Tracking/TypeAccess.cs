using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.Tracking;

/// <summary>What a generated class in the same assembly may name, and where it must stand to name the rest.</summary>
internal static class TypeAccess
{
    /// <summary>The types in and around a method that a class beside its type cannot name.</summary>
    public static IReadOnlyList<INamedTypeSymbol> Hidden(IMethodSymbol method)
    {
        var hidden = new List<INamedTypeSymbol>();
        AddHidden(method.ContainingType, hidden);
        AddHidden(method.ReturnType, hidden);
        foreach (var parameter in method.Parameters)
        {
            AddHidden(parameter.Type, hidden);
        }

        foreach (var constraint in TrackedSignature.TypeParametersOf(method).SelectMany(static type => type.ConstraintTypes))
        {
            AddHidden(constraint, hidden);
        }

        return hidden;
    }

    /// <summary>The types within a type (elements, type arguments, containing types) that a class elsewhere in the assembly cannot name.</summary>
    public static IReadOnlyList<INamedTypeSymbol> HiddenIn(ITypeSymbol type)
    {
        var hidden = new List<INamedTypeSymbol>();
        AddHidden(type, hidden);
        return hidden;
    }

    /// <summary>The types around a method that are not partial, outermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> NotPartial(IMethodSymbol method, CancellationToken cancellation) =>
        Around(method.ContainingType).Where(type => !IsPartial(type, cancellation));

    /// <summary>A type and the types around it, outermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol type) =>
        type.ContainingType is null ? [type] : Around(type.ContainingType).Append(type);

    private static void AddHidden(ITypeSymbol type, List<INamedTypeSymbol> hidden)
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

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) => type.DeclaringSyntaxReferences.All(reference =>
        reference.GetSyntax(cancellation) is not TypeDeclarationSyntax declaration
        || declaration.Modifiers.Any(Microsoft.CodeAnalysis.CSharp.SyntaxKind.PartialKeyword));
}
