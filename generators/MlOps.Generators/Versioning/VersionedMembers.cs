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
            foreach (var member in current.GetMembers())
            {
                // What a derived type redeclares hides the member of the base, even when it is left out.
                if (ReadableMembers.TypeOf(member) is { } valueType && !members.ContainsKey(member.Name))
                {
                    var isLeftOut = ReadableMembers.AttributesOf(member).Ours("NotVersioned") is not null;
                    members.Add(member.Name, isLeftOut ? null : (member, valueType));
                }
            }
        }

        return [.. members.Values.Where(static member => member is not null).Select(static member => member!.Value)];
    }
}
