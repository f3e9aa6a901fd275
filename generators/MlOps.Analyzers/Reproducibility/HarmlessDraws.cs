using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;

namespace MlOps.Analyzers.Reproducibility;

/// <summary>Random numbers that change nothing that is learned: how long a retry waits; and seeds that are drawn, but recorded.</summary>
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
        var uses = ValueFlow.UsesOf(draw, static operation => operation is IBinaryOperation);
        return !uses.IsEmpty && (uses.All(IsForWaiting) || uses.Any(IsLogged));
    }

    private static bool IsForWaiting(IOperation use) =>
        use is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Delay" or "Sleep" or "FromMilliseconds" or "FromSeconds" } };

    private static bool IsLogged(IOperation use) =>
        use is IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "LogParam" or "SetTag", ContainingType.Name: "Run" } } };
}
