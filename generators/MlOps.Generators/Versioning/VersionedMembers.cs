using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Versioning;

/// <summary>The members whose values are the content of a type.</summary>
internal static class VersionedMembers
{
    /// <summary>Public readable instance properties and fields, inherited ones too, by name: their order in the source says nothing.</summary>
    public static IReadOnlyList<(ISymbol Symbol, ITypeSymbol Type)> Of(INamedTypeSymbol type)
    {
        var members = new SortedDictionary<string, (ISymbol, ITypeSymbol)?>(StringComparer.Ordinal);
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var member in current.GetMembers().Where(static member => member is { IsStatic: false, CanBeReferencedByName: true }))
            {
                // What a derived type redeclares hides the member of the base, even when it is left out.
                if (ValueType(member) is { } valueType && !members.ContainsKey(member.Name))
                {
                    members.Add(member.Name, IsLeftOut(member) ? null : (member, valueType));
                }
            }
        }

        return [.. members.Values.Where(static member => member is not null).Select(static member => member!.Value)];
    }

    /// <summary>Whether the compiler lets nobody use it, or only who asks for it: <c>[Obsolete(…, error: true)]</c> and <c>[Experimental]</c>.</summary>
    public static bool IsForbidden(ISymbol member) => member.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name switch
    {
        "ObsoleteAttribute" => attribute.ConstructorArguments is { Length: 2 } arguments && arguments[1].Value is true,
        "ExperimentalAttribute" => true,
        _ => false,
    });

    private static ITypeSymbol? ValueType(ISymbol member) => member switch
    {
        IPropertySymbol { DeclaredAccessibility: Accessibility.Public, IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public } property => property.Type,
        IFieldSymbol { DeclaredAccessibility: Accessibility.Public } field => field.Type,
        _ => null,
    };

    /// <summary>On a positional record the attribute may stand on the parameter of the constructor: it means the property.</summary>
    private static bool IsLeftOut(ISymbol member) => HasNotVersioned(member)
        || (member.ContainingType.IsRecord && member.ContainingType.InstanceConstructors
            .SelectMany(static constructor => constructor.Parameters)
            .Any(parameter => parameter.Name == member.Name && HasNotVersioned(parameter)));

    private static bool HasNotVersioned(ISymbol symbol) => symbol.GetAttributes().Ours("NotVersioned") is not null;
}
