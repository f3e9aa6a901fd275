using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MlOps.Analyzers.Frameworks;

/// <summary>The members of the table that a compilation has.</summary>
internal sealed class Framework
{
    private readonly ILookup<string, (INamedTypeSymbol Type, KnownMember Member)> _byName;

    private Framework(IEnumerable<(INamedTypeSymbol Type, KnownMember Member)> members) =>
        _byName = members.ToLookup(static row => row.Member.Name, StringComparer.Ordinal);

    /// <summary>Whether a compilation refers to anything that the rules are about: without, they cost nothing.</summary>
    public static bool IsUsedBy(Compilation compilation) => compilation.ReferencedAssemblyNames.Any(static assembly =>
        FrameworkTable.Assemblies.Any(prefix => assembly.Name.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>The members with one of these roles; null where the compilation has none of them.</summary>
    public static Framework? Of(Compilation compilation, params MemberRole[] roles)
    {
        var rows = FrameworkTable.Members
            .Where(member => roles.Contains(member.Role))
            .GroupBy(static member => member.Type, StringComparer.Ordinal)
            .SelectMany(type => compilation.GetTypeByMetadataName(type.Key) is { } symbol ? type.Select(member => (symbol, member)) : [])
            .ToImmutableArray();
        return rows.IsEmpty ? null : new(rows);
    }

    /// <summary>Names that a call of a member has in the source.</summary>
    public bool HasName(string name) => _byName.Contains(name) || _byName.Contains("*");

    /// <summary>The row about a method or property; null when there is none.</summary>
    public KnownMember? Find(ISymbol symbol)
    {
        var declared = (symbol is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : symbol).OriginalDefinition;
        foreach (var (type, member) in _byName[declared.Name].Concat(_byName["*"]))
        {
            if (IsOrDerives(declared.ContainingType, type))
            {
                return member;
            }
        }

        return null;
    }

    private static bool IsOrDerives(INamedTypeSymbol? candidate, INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Interface && candidate?.AllInterfaces.Any(inherited => SymbolEqualityComparer.Default.Equals(inherited.OriginalDefinition, type)) == true)
        {
            return true;
        }

        for (var current = candidate; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, type))
            {
                return true;
            }
        }

        return false;
    }
}
