using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>Chooses what of a parameter or a result is logged, and under which key.</summary>
internal static class LoggedMembers
{
    private static readonly HashSet<string> s_scalarTypes =
        ["DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Guid", "Uri", "Half", "Int128", "UInt128"];

    /// <summary>A scalar itself, or the scalar members of a record, class or struct; <see langword="null"/> if there is nothing to log.</summary>
    public static LoggedGroup? OfParameter(IParameterSymbol parameter, string name)
    {
        var key = Names.ToSnakeCase(parameter.Name);
        if (IsScalar(parameter.Type))
        {
            return new(name, false, new[] { new LoggedValue(key, name) }.ToEquatableArray());
        }

        return Members(parameter.Type, name, member => IsScalar(member.Type)
            ? new LoggedValue($"{key}.{Names.ToSnakeCase(member.Name)}", member.Access)
            : null);
    }

    /// <summary>A bare number, the numbers of a tuple, or the numeric members of a record, class or struct.</summary>
    public static LoggedGroup? OfResult(ITypeSymbol type, string name)
    {
        if (IsNumber(type))
        {
            return new(name, false, new[] { new LoggedValue("result", AsDouble(type, name)) }.ToEquatableArray());
        }

        return Members(type, name, static member => IsNumber(member.Type)
            ? new LoggedValue(Names.ToSnakeCase(member.Name), AsDouble(member.Type, member.Access))
            : null);
    }

    public static bool IsDataset(ITypeSymbol type) => type.Name == "Dataset" && IsIn(type, "MlOps");

    public static bool IsIn(ITypeSymbol type, string @namespace) => type.ContainingNamespace?.ToDisplayString() == @namespace;

    private static LoggedGroup? Members(ITypeSymbol type, string name, Func<(string Name, ITypeSymbol Type, string Access), LoggedValue?> select)
    {
        var mayBeNull = type.IsReferenceType;
        var access = name;
        if (UnderNullable(type) is { } underlying)
        {
            (type, mayBeNull, access) = (underlying, true, name + ".Value");
        }

        if (!HasMembersToLog(type))
        {
            return null;
        }

        var values = ReadableMembers(type)
            .Select(member => select((member.Symbol.Name, member.Type, $"{access}.{Names.ToIdentifier(member.Symbol.Name)}")))
            .OfType<LoggedValue>()
            .ToEquatableArray();
        return values.Count == 0 ? null : new(name, mayBeNull, values);
    }

    /// <summary>Records, classes, structs and tuples that are neither collections nor the framework's own.</summary>
    private static bool HasMembersToLog(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named
        && (named.IsTupleType || !IsFrameworkType(named))
        && !IsDataset(named)
        && !named.AllInterfaces.Any(static face => face.SpecialType == SpecialType.System_Collections_IEnumerable);

    private static bool IsFrameworkType(ITypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System" };
    }

    /// <summary>Public instance properties with a getter, and public fields; those of base types first.</summary>
    private static IEnumerable<(ISymbol Symbol, ITypeSymbol Type)> ReadableMembers(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return tuple.TupleElements.Select(static element => ((ISymbol)element, element.Type));
        }

        var inherited = type.BaseType is { SpecialType: SpecialType.None } baseType && !IsFrameworkType(baseType) ? ReadableMembers(baseType) : [];
        var own = type.GetMembers()
            .Where(static member => member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public, CanBeReferencedByName: true } && !IsForbidden(member))
            .Select(static member => (Symbol: member, Type: TypeOf(member)!))
            .Where(static member => member.Type is not null)
            .ToArray();
        return inherited.Where(member => own.All(other => other.Symbol.Name != member.Symbol.Name)).Concat(own);
    }

    /// <summary>Members that the compiler lets nobody use, or only who asks for it: <c>[Obsolete(…, error: true)]</c> and <c>[Experimental]</c>.</summary>
    private static bool IsForbidden(ISymbol member) => member.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name switch
    {
        "ObsoleteAttribute" => attribute.ConstructorArguments is { Length: 2 } arguments && arguments[1].Value is true,
        "ExperimentalAttribute" => true,
        _ => false,
    });

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IPropertySymbol { IsIndexer: false, GetMethod.DeclaredAccessibility: Accessibility.Public } property => property.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    };

    private static bool IsScalar(ITypeSymbol type)
    {
        type = UnderNullable(type) ?? type;
        return type.TypeKind == TypeKind.Enum
            || type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_String or SpecialType.System_DateTime
            || IsNumber(type)
            || (s_scalarTypes.Contains(type.Name) && IsIn(type, "System"));
    }

    private static bool IsNumber(ITypeSymbol type)
    {
        type = UnderNullable(type) ?? type;
        return type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double or SpecialType.System_IntPtr or SpecialType.System_UIntPtr
            || (type.Name is "Half" or "Int128" or "UInt128" && IsIn(type, "System"));
    }

    /// <summary>Numbers that do not turn into <c>double</c> by themselves are cast.</summary>
    private static string AsDouble(ITypeSymbol type, string expression)
    {
        var underlying = UnderNullable(type);
        var converts = (underlying ?? type) is { SpecialType: not (SpecialType.None or SpecialType.System_Decimal) };
        return converts ? expression : $"(double{(underlying is null ? "" : "?")}){expression}";
    }

    private static ITypeSymbol? UnderNullable(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;
}
