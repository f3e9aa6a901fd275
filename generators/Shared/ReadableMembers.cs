using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Shared;

/// <summary>What generated code reads of a value, and what our attributes say about it.</summary>
/// <param name="Name">Its C# name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Attributes">What is said of it, the nearest last.</param>
/// <param name="Symbol">Where it is declared.</param>
internal readonly record struct ReadableMember(string Name, ITypeSymbol Type, IReadOnlyList<AttributeData> Attributes, ISymbol Symbol)
{
    /// <summary>What <c>[Param]</c>, <c>[NotLogged]</c> and <c>[Sensitive]</c> say.</summary>
    public Marks Marks => Marks.Of(Attributes);
}

/// <summary>What our attributes say about a parameter or member.</summary>
/// <param name="Rename">The name that <c>[Param]</c> gives.</param>
/// <param name="IsNotLogged">Whether <c>[NotLogged]</c> stands on it.</param>
/// <param name="IsSensitive">Whether <c>[Sensitive]</c> stands on it.</param>
internal readonly record struct Marks(string? Rename, bool IsNotLogged, bool IsSensitive)
{
    public static Marks Of(IEnumerable<AttributeData> attributes)
    {
        var marks = default(Marks);
        foreach (var attribute in attributes)
        {
            marks = attribute.AttributeClass?.Name switch
            {
                "ParamAttribute" when attribute.AttributeClass.IsIn("MlOps") => marks with { Rename = attribute.FirstText() },
                "NotLoggedAttribute" when attribute.AttributeClass.IsIn("MlOps") => marks with { IsNotLogged = true },
                "SensitiveAttribute" when attribute.AttributeClass.IsIn("MlOps") => marks with { IsSensitive = true },
                _ => marks,
            };
        }

        return marks;
    }

    public string KeyOf(string name) => Rename ?? Names.ToSnakeCase(name);
}

internal static class ReadableMembers
{
    /// <summary>Public instance properties with a public getter, and public fields; those of base types first. The elements of a tuple.</summary>
    public static IEnumerable<ReadableMember> Of(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return tuple.TupleElements.Select(static element => new ReadableMember(element.Name, element.Type, [], element));
        }

        var inherited = type.BaseType is { SpecialType: SpecialType.None } baseType && !IsFrameworkType(baseType) ? Of(baseType) : [];
        var own = type.GetMembers()
            .Select(static member => (Symbol: member, Type: TypeOf(member)!))
            .Where(static member => member.Type is not null && !IsForbidden(member.Symbol))
            .Select(static member => new ReadableMember(member.Symbol.Name, member.Type, [.. AttributesOf(member.Symbol)], member.Symbol))
            .ToArray();
        return inherited.Where(member => own.All(other => other.Name != member.Name)).Concat(own)
            .Select(member => member with { Attributes = [.. OfInterfaces(type, member.Symbol), .. member.Attributes, .. OfParameters(type, member.Symbol)] });
    }

    /// <summary>
    /// Records, classes, structs and tuples that are options or results: not collections, not the framework's own, and nothing
    /// that must be disposed of, such as a stream, a session or a tensor, whose getters may do anything.
    /// </summary>
    public static bool AreWorthReading(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsRefLikeType: false } named
        && (named.IsTupleType || !IsFrameworkType(named))
        && !named.AllInterfaces.Any(static face => face is { SpecialType: SpecialType.System_Collections_IEnumerable or SpecialType.System_IDisposable } or { Name: "IAsyncDisposable" });

    private static bool IsFrameworkType(ITypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System" };
    }

    /// <summary>The type of a public instance property with a public getter, or of a public instance field; of anything else <see langword="null"/>.</summary>
    public static ITypeSymbol? TypeOf(ISymbol member) => member is not { IsStatic: false, DeclaredAccessibility: Accessibility.Public, CanBeReferencedByName: true }
        ? null
        : member switch
        {
            IPropertySymbol { IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public } property => property.Type,
            IFieldSymbol field => field.Type,
            _ => null,
        };

    /// <summary>What stands on a member, on those that it overrides, and on the parameters of a positional record that mean it; the nearest last.</summary>
    public static IEnumerable<AttributeData> AttributesOf(ISymbol member) =>
        [.. member is IPropertySymbol { OverriddenProperty: { } overridden } ? AttributesOf(overridden) : [], .. member.GetAttributes(), .. OfParameters(member.ContainingType, member)];

    /// <summary>On a positional record, <c>[Param("lr")] double Rate</c> stands on the parameter of the constructor: it means the property, be it that of a record it derives from.</summary>
    private static IEnumerable<AttributeData> OfParameters(ITypeSymbol type, ISymbol member) =>
        type is INamedTypeSymbol { IsRecord: true } record && member is IPropertySymbol property
            ? record.InstanceConstructors
                .SelectMany(static constructor => constructor.Parameters)
                .Where(parameter => parameter.Name == property.Name && SymbolEqualityComparer.Default.Equals(parameter.Type, property.Type))
                .SelectMany(static parameter => parameter.GetAttributes())
            : [];

    /// <summary>What stands on the members of interfaces that a member implements: what is sensitive there is sensitive here.</summary>
    private static IEnumerable<AttributeData> OfInterfaces(ITypeSymbol type, ISymbol member) =>
        from face in type.AllInterfaces
        from declared in face.GetMembers(member.Name)
        where declared.GetAttributes().Length > 0 && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(declared), member)
        from attribute in declared.GetAttributes()
        select attribute;

    /// <summary>Members that the compiler lets nobody use, or only who asks for it: <c>[Obsolete(…, error: true)]</c> and <c>[Experimental]</c>.</summary>
    public static bool IsForbidden(ISymbol member) => member.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name switch
    {
        "ObsoleteAttribute" => attribute.ConstructorArguments is { Length: 2 } arguments && arguments[1].Value is true,
        "ExperimentalAttribute" => true,
        _ => false,
    });
}
