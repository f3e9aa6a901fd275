using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;
using MlOps.Generators.Shared;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>
/// What depends on a value that is another one in every run. Only what is certain counts: a value that goes into a name, a log or
/// a difference of times decides nothing.
/// </summary>
internal static class Consequence
{
    private static readonly HashSet<string> s_sorts = new(["OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Sort", "MinBy", "MaxBy"], StringComparer.Ordinal);

    /// <summary>What a value decides, in words; null for nothing.</summary>
    /// <param name="value">The value.</param>
    /// <param name="asked">What counts.</param>
    /// <param name="ends">What does not hand the value on, though it is made of it.</param>
    public static string? Of(IOperation value, Decides asked, Func<IOperation, bool>? ends = null)
    {
        var uses = ValueFlow.UsesOf(value, operation => HandsOn(operation) && ends?.Invoke(operation) != true);

        // A seed that somebody can read afterwards can be given again.
        var seed = (asked & Decides.Seed) == 0 || uses.Any(IsWritten) ? null : NamedSeed(value) ?? uses.Select(SeedOf).FirstOrDefault(static name => name is not null);
        return seed
            ?? ((asked & Decides.Order) != 0 && uses.Any(IsOrder) ? "an order" : null)
            ?? ((asked & Decides.Data) != 0 ? uses.Select(DataOf).FirstOrDefault(static name => name is not null) : null)
            ?? ((asked & Decides.Share) != 0 ? uses.Select(ShareOf).FirstOrDefault(static name => name is not null) : null);
    }

    /// <summary>Whether a name says that it is a seed of random numbers, and not that a database is filled.</summary>
    public static bool IsSeed(string name, ITypeSymbol? type)
    {
        if (name.IndexOf("seed", StringComparison.OrdinalIgnoreCase) < 0)
        {
            return false;
        }

        var number = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : type;
        return number?.SpecialType is SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64;
    }

    private static bool HandsOn(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation property => property.Arguments.IsEmpty && property.Property.ContainingType.IsIn("System"),
        IBinaryOperation binary => !IsComparison(binary),
        IUnaryOperation or IInterpolationOperation or IInterpolatedStringOperation => true,
        IArgumentOperation { Parent: IInvocationOperation call } => Computes(call),
        IInvocationOperation call => call.Instance is not null ? call.TargetMethod.ContainingType.IsIn("System") : Computes(call),
        _ => false,
    };

    private static bool Computes(IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: true, ContainingType: { Name: "Math" or "BitConverter" or "Convert" } type } && type.IsIn("System");

    private static bool IsComparison(IBinaryOperation binary) => binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
        or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;

    private static bool IsWritten(IOperation use) => use is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var name } }
        && (name.StartsWith("Log", StringComparison.Ordinal) || name.StartsWith("Write", StringComparison.Ordinal) || name.StartsWith("Print", StringComparison.Ordinal) || name == "SetTag");

    // int seed = …, whatever is done with it.
    private static string? NamedSeed(IOperation value)
    {
        for (var current = value.Parent; current is not null and not IAnonymousFunctionOperation and not IBlockOperation; current = current.Parent)
        {
            if (current is IVariableDeclaratorOperation { Symbol: var local })
            {
                return IsSeed(local.Name, local.Type) ? $"the seed '{local.Name}'" : null;
            }

            if (current is not (IConversionOperation or IParenthesizedOperation or IVariableInitializerOperation) && !HandsOn(current))
            {
                return null;
            }
        }

        return null;
    }

    private static string? SeedOf(IOperation use) => use switch
    {
        IArgumentOperation { Parameter: { } parameter } argument when IsSeed(parameter.Name, parameter.Type) => $"the seed of '{OwnerOf(argument)}'",
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } target } when IsSeed(member.Name, target.Type) => $"the seed '{member.Name}'",
        IFieldInitializerOperation { InitializedFields: { IsEmpty: false } fields } when IsSeed(fields[0].Name, fields[0].Type) => $"the seed '{fields[0].Name}'",
        IPropertyInitializerOperation { InitializedProperties: { IsEmpty: false } properties } when IsSeed(properties[0].Name, properties[0].Type) => $"the seed '{properties[0].Name}'",
        _ => null,
    };

    private static string? OwnerOf(IArgumentOperation argument) => argument.Parent switch
    {
        IObjectCreationOperation creation => creation.Type?.Name,
        IInvocationOperation call => call.TargetMethod.Name,
        _ => argument.Parameter?.Name,
    };

    private static bool IsOrder(IOperation use) => use switch
    {
        IArgumentOperation { Parameter.Name: "priority" } => true,
        IReturnOperation { Parent: IBlockOperation { Parent: IAnonymousFunctionOperation lambda } } =>
            lambda.Parent?.Parent is IArgumentOperation { Parent: IInvocationOperation call } && s_sorts.Contains(call.TargetMethod.Name),
        _ => false,
    };

    private static string? DataOf(IOperation use) => use switch
    {
        ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } target } assignment
            when IsNumber(target.Type) && IsRow(member.ContainingType) && !IsPredictedFrom(assignment) => $"the column '{member.Name}'",
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { ReturnType.Name: "Tensor" } method } } when method.ReturnType.ContainingNamespace?.Name == "TorchSharp" || method.ContainingType.IsIn("TorchSharp") => "a tensor",
        _ => null,
    };

    private static bool IsNumber(ITypeSymbol? type) => type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    private static bool IsRow(INamedTypeSymbol type) => type.GetMembers().Any(static member =>
        member is IFieldSymbol or IPropertySymbol && member.GetAttributes().Any(static attribute => attribute.AttributeClass?.IsIn("Microsoft.ML.Data") == true));

    // A question that is put to the model, and not what it learns from.
    private static bool IsPredictedFrom(IOperation assignment)
    {
        for (var current = assignment.Parent; current is not null; current = current.Parent)
        {
            if (current is IObjectCreationOperation row)
            {
                return ValueFlow.UsesOf(row).Any(static use => use is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Predict" } });
            }
        }

        return false;
    }

    private static string? ShareOf(IOperation use) => use switch
    {
        IBinaryOperation comparison when IsShare(comparison.LeftOperand) || IsShare(comparison.RightOperand) => "which part a row falls into",
        IArrayElementReferenceOperation element when element.Indices.Any(IsShare) => "which element is taken",
        IArgumentOperation { Parent: IPropertyReferenceOperation { Property.ContainingType: var type } } argument
            when type.Name.IndexOf("Dictionary", StringComparison.Ordinal) < 0 && IsShare(argument.Value) => "which element is taken",
        _ => null,
    };

    private static bool IsShare(IOperation operand) => ValueFlow.OriginsOf(operand).Any(static origin => Bare(origin) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder });

    // Math.Abs(hash % 10)
    private static IOperation Bare(IOperation operation)
    {
        while (operation is IConversionOperation or IParenthesizedOperation || (operation is IInvocationOperation { Arguments.Length: 1 } call && Computes(call)))
        {
            operation = operation switch
            {
                IConversionOperation conversion => conversion.Operand,
                IParenthesizedOperation parenthesized => parenthesized.Operand,
                _ => ((IInvocationOperation)operation).Arguments[0].Value,
            };
        }

        return operation;
    }
}
