using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MlOps.Analyzers.Security;

/// <summary>Sees whether a body looks at what a request brings before it opens a file. Whether it looks well, nobody can tell here.</summary>
internal static class PathChecks
{
    private static readonly HashSet<string> s_checks = new(StringComparer.Ordinal)
    {
        "GetRelativePath", "GetInvalidFileNameChars", "GetInvalidPathChars", "IndexOfAny", "IsMatch", "IsLocalUrl", "IsPathRooted", "IsPathFullyQualified",
    };

    // These ask something else.
    private static readonly HashSet<string> s_others = new(StringComparer.Ordinal)
    {
        "IsNullOrEmpty", "IsNullOrWhiteSpace", "Exists", "EndsWith", "GetExtension", "Combine", "Join",
    };

    /// <summary>Whether the body around a value checks it.</summary>
    public static bool Check(IOperation value)
    {
        var body = RequestValues.BodyAround(value);
        foreach (var operation in body.Descendants())
        {
            var isCheck = operation switch
            {
                IInvocationOperation { TargetMethod.Name: "StartsWith" } call => call.Instance?.Type?.SpecialType == SpecialType.System_String && Mentions(body, "GetFullPath"),
                IInvocationOperation call when s_checks.Contains(call.TargetMethod.Name) => true,
                IInvocationOperation { TargetMethod.Name: "Contains" } call when call.Arguments.Any(static argument => argument.Value.ConstantValue.Value is ".." or "../" or '/' or "/") => true,
                IInvocationOperation call when AsksAbout(call, value) => true,
                IIsPatternOperation { Value: var asked, Pattern: not (IConstantPatternOperation or INegatedPatternOperation) } => IsSame(asked, value),
                ISwitchOperation choice => IsSame(choice.Value, value),
                ISwitchExpressionOperation choice => IsSame(choice.Value, value),
                ISimpleAssignmentOperation { Target: IParameterReferenceOperation target } => IsSame(target, value),
                _ => false,
            };
            if (isCheck)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>if (!allowed.Contains(name))</c>, <c>if (Guid.TryParse(name, …))</c>, and <c>Check(name);</c> as a statement.</summary>
    private static bool AsksAbout(IInvocationOperation call, IOperation value) =>
        !s_others.Contains(call.TargetMethod.Name)
        && (call.Parent is IExpressionStatementOperation ? call.TargetMethod.ReturnsVoid && !IsLog(call) : IsCondition(call))
        && call.Arguments.Select(static argument => argument.Value).Concat(call.Instance is { } self ? [self] : []).Any(part => IsSame(part, value));

    private static bool IsLog(IInvocationOperation call) =>
        call.TargetMethod.Name.StartsWith("Log", StringComparison.Ordinal) || call.TargetMethod.Name.StartsWith("Write", StringComparison.Ordinal)
        || call.TargetMethod.ContainingType.Name is "File" or "Directory" or "ModelOperationsCatalog";

    private static bool IsCondition(IOperation operation)
    {
        for (; operation.Parent is { } parent; operation = parent)
        {
            switch (parent)
            {
                case IConditionalOperation conditional:
                    return conditional.Condition == operation;
                case IWhileLoopOperation loop:
                    return loop.Condition == operation;
                case IUnaryOperation or IBinaryOperation or IParenthesizedOperation or IConversionOperation or IIsPatternOperation or IAwaitOperation:
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }

    private static bool IsSame(IOperation operation, IOperation value)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return (operation, value) switch
        {
            (IParameterReferenceOperation one, IParameterReferenceOperation other) => SymbolEqualityComparer.Default.Equals(one.Parameter, other.Parameter),
            (IPropertyReferenceOperation one, IPropertyReferenceOperation other) => SymbolEqualityComparer.Default.Equals(one.Property, other.Property),
            (ILocalReferenceOperation { Type.SpecialType: SpecialType.System_String }, IPropertyReferenceOperation) => true, // The value, kept.
            _ => false,
        };
    }

    private static bool Mentions(IOperation body, string method) => body.Descendants().OfType<IInvocationOperation>().Any(call => call.TargetMethod.Name == method);
}
