using Microsoft.CodeAnalysis;

namespace MlOps.Generators.Shared;

/// <summary>Which types are single values, and which of them are numbers.</summary>
internal static class Scalars
{
    private static readonly HashSet<string> s_systemTypes =
        ["DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Guid", "Uri", "Half", "Int128", "UInt128"];

    /// <summary>Numbers, <c>bool</c>, <c>char</c>, enums, strings, dates, times, <c>Guid</c>, <c>Uri</c>, and nullable ones of these.</summary>
    public static bool IsScalar(ITypeSymbol type)
    {
        type = UnderNullable(type) ?? type;
        return type.TypeKind == TypeKind.Enum
            || type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Char or SpecialType.System_String or SpecialType.System_DateTime
            || IsNumber(type)
            || (s_systemTypes.Contains(type.Name) && type.IsIn("System"));
    }

    public static bool IsNumber(ITypeSymbol type)
    {
        type = UnderNullable(type) ?? type;
        return type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double or SpecialType.System_IntPtr or SpecialType.System_UIntPtr
            || (type.Name is "Half" or "Int128" or "UInt128" && type.IsIn("System"))
            || (type.Name is "BigInteger" && type.ContainingNamespace.ToDisplayString() == "System.Numerics");
    }

    /// <summary>Numbers that do not turn into <c>double</c> by themselves are cast.</summary>
    public static string AsDouble(ITypeSymbol type, string expression)
    {
        var underlying = UnderNullable(type);
        var converts = (underlying ?? type) is { SpecialType: not (SpecialType.None or SpecialType.System_Decimal) };
        return converts ? expression : $"(double{(underlying is null ? "" : "?")}){expression}";
    }

    /// <summary>Only the running program knows what it is.</summary>
    public static bool IsTypeParameter(ITypeSymbol type) => (UnderNullable(type) ?? type) is ITypeParameterSymbol { AllowsRefLikeType: false };

    /// <summary>The class that a type parameter is bound to, whose members can be read.</summary>
    public static ITypeSymbol? Constraint(ITypeSymbol type) =>
        (type as ITypeParameterSymbol)?.ConstraintTypes.FirstOrDefault(static constraint => constraint.TypeKind == TypeKind.Class && constraint.SpecialType == SpecialType.None);

    /// <summary>The <c>T</c> of <c>Nullable&lt;T&gt;</c>.</summary>
    public static ITypeSymbol? UnderNullable(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;
}
