using Microsoft.CodeAnalysis;
using MlOps.Generators.Shared;

namespace MlOps.Generators.Tracking;

/// <summary>
/// The standard formats of scalars: a letter, with digits behind it for numbers. Longer ones are custom formats, of which .NET
/// takes nearly all.
/// </summary>
internal static class Formats
{
    /// <summary>What is wrong with a format, or <see langword="null"/> when nothing is known to be.</summary>
    public static string? WhyNot(ITypeSymbol type, string format)
    {
        type = Scalars.UnderNullable(type) ?? type;
        var isNumber = Scalars.IsNumber(type);
        if (format.Length == 0 || !IsLetter(format[0]) || format.Skip(1).Any(letter => !isNumber || letter is < '0' or > '9'))
        {
            return null; // Custom, or none.
        }

        return Letters(type, isNumber) is { } letters && letters.IndexOf(format[0]) < 0
            ? $"'{type.Name}' has no format '{format}'"
            : null;
    }

    private static string? Letters(ITypeSymbol type, bool isNumber) => type switch
    {
        { TypeKind: TypeKind.Enum } => "GgFfDdXx",
        { SpecialType: SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal } or { Name: "Half" } => "CcEeFfGgNnPpRr",
        _ when isNumber => "CcEeFfGgNnPpRrDdXxBb",
        { SpecialType: SpecialType.System_DateTime } => "dDfFgGmMoOrRstTuUyY",
        { Name: "DateTimeOffset" } => "dDfFgGmMoOrRstTuyY",
        { Name: "TimeSpan" } => "cgGtT",
        { Name: "Guid" } => "NnDdBbPpXx",
        _ => null,
    };

    private static bool IsLetter(char letter) => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');
}
