using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Training;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>
/// Rows of numbers made by the culture of the machine: with commas, semicolons or tabs between, so that it is certain that a
/// program reads them again, and not a person.
/// </summary>
internal static class CultureDependentText
{
    private const string Harm = "where decimals have a comma, it writes 1.5 as 1,5";

    /// <summary>What to say of a text that is written to a file; null for any other.</summary>
    public static Finding? In(IOperation text)
    {
        while (text is IConversionOperation conversion)
        {
            text = conversion.Operand;
        }

        return text switch
        {
            IInterpolatedStringOperation row when IsRow(row) => new(row.Syntax.GetLocation(), row.Syntax.ToString(), Harm),
            IInvocationOperation { TargetMethod: { Name: "Join", ContainingType.SpecialType: SpecialType.System_String } } join when IsRow(join) => new(join.Syntax.GetLocation(), "string.Join", Harm),
            _ => null,
        };
    }

    private static bool IsRow(IInterpolatedStringOperation text)
    {
        var constants = string.Concat(text.Parts.OfType<IInterpolatedStringTextOperation>().Select(static part => part.Text.ConstantValue.Value));
        return IsSeparator(constants) && text.Parts.Any(static part => part is IInterpolationOperation hole && IsReal(hole.Expression.Type));
    }

    private static bool IsRow(IInvocationOperation join) =>
        join.Arguments.Length == 2
        && IsSeparator(join.Arguments[0].Value.ConstantValue.Value?.ToString())
        && IsReal(ElementOf(join.Arguments[1].Value is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand.Type : join.Arguments[1].Value.Type));

    private static bool IsSeparator(string? text) => text?.Any(static letter => letter is ',' or ';' or '\t') == true && text.All(static letter => !char.IsLetterOrDigit(letter));

    private static ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } sequence => sequence.TypeArguments[0],
        { } other => other.AllInterfaces.FirstOrDefault(static implemented => implemented.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0],
        null => null,
    };

    private static bool IsReal(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal;
}
