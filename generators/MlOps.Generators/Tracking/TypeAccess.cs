using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MlOps.Generators.Tracking;

/// <summary>What a generated class in the same assembly may name, and where it must stand to name the rest.</summary>
internal static class TypeAccess
{
    /// <summary>The types in and around a method that a class beside its type cannot name.</summary>
    public static IEnumerable<INamedTypeSymbol> Hidden(IMethodSymbol method) => method.Parameters
        .Select(static parameter => parameter.Type)
        .Append(method.ReturnType)
        .Concat(TrackedSignature.TypeParametersOf(method).SelectMany(static type => type.ConstraintTypes))
        .Prepend(method.ContainingType)
        .SelectMany(HiddenIn);

    /// <summary>The types around a method that are not partial, outermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> NotPartial(IMethodSymbol method, CancellationToken cancellation) =>
        Around(method.ContainingType).Where(type => !IsPartial(type, cancellation));

    /// <summary>A type and the types around it, outermost first.</summary>
    public static IEnumerable<INamedTypeSymbol> Around(INamedTypeSymbol type) =>
        type.ContainingType is null ? [type] : Around(type.ContainingType).Append(type);

    /// <summary>The types within a type (elements, type arguments, containing types) that a class elsewhere in the assembly cannot name.</summary>
    public static IEnumerable<INamedTypeSymbol> HiddenIn(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => HiddenIn(array.ElementType),
        IPointerTypeSymbol pointer => HiddenIn(pointer.PointedAtType),
        IFunctionPointerTypeSymbol { Signature: var signature } => signature.Parameters.Select(static parameter => parameter.Type).Append(signature.ReturnType).SelectMany(HiddenIn),
        INamedTypeSymbol named => Around(named).Where(static part => part.IsFileLocal || !IsVisible(part)).Concat(named.TypeArguments.SelectMany(HiddenIn)),
        _ => [],
    };

    private static bool IsVisible(ITypeSymbol type) => type.DeclaredAccessibility
        is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal or Accessibility.NotApplicable;

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) => type.DeclaringSyntaxReferences.All(reference =>
        reference.GetSyntax(cancellation) is not TypeDeclarationSyntax declaration
        || declaration.Modifiers.Any(Microsoft.CodeAnalysis.CSharp.SyntaxKind.PartialKeyword));
}
