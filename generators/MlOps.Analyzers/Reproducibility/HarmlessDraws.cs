using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>Random numbers that change nothing that is learned: how long a retry waits, a port, the name of a temporary file; and seeds that are drawn, but recorded.</summary>
internal static class HarmlessDraws
{
    /// <summary>Whether all that is drawn from a generator is of that kind.</summary>
    public static bool AreAllOf(IOperation generator)
    {
        var uses = ValueFlow.UsesOf(generator);
        return !uses.IsEmpty && uses.All(static use => use is IInvocationOperation { Instance: not null } draw && IsHarmless(draw));
    }

    private static bool IsHarmless(IInvocationOperation draw)
    {
        var uses = ValueFlow.UsesOf(draw, HandsOn);
        return !uses.IsEmpty && (uses.All(static use => IsForWaiting(use) || IsPort(use) || IsTemporary(use)) || uses.Any(IsLogged));
    }

    private static bool IsForWaiting(IOperation use) =>
        use is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Delay" or "Sleep" or "FromMilliseconds" or "FromSeconds" } };

    private static bool HandsOn(IOperation operation) => operation is IBinaryOperation or IInterpolationOperation or IInterpolatedStringOperation
        || (operation is IInvocationOperation { TargetMethod.Name: "ToString" } && operation.Parent is not IExpressionStatementOperation);

    private static bool IsPort(IOperation use) => use is IArgumentOperation { Parameter.Name: "port" }
        or ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Port" } };

    // Path.Combine(Path.GetTempPath(), …)
    private static bool IsTemporary(IOperation use) =>
        use is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Combine" or "Join", ContainingType.Name: "Path" } } path }
        && path.Arguments.Any(static argument => ValueFlow.OriginsOf(argument.Value).Any(static origin => origin is IInvocationOperation { TargetMethod: { Name: "GetTempPath", ContainingType.Name: "Path" } }));

    private static bool IsLogged(IOperation use) =>
        use is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "LogParam" or "SetTag", ContainingType.Name: "Run" } } };
}
