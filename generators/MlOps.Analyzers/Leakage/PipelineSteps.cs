using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;

namespace MlOps.Analyzers.Leakage;

/// <summary>What a pipeline of ML.NET is made of.</summary>
internal static class PipelineSteps
{
    private const int MaxSteps = 64;

    /// <summary>The calls that make the steps of an estimator, the last one first; what other methods put together is not seen.</summary>
    public static IEnumerable<IInvocationOperation> Of(IOperation estimator)
    {
        var open = new Stack<IOperation>([estimator]);
        for (var steps = 0; open.Count > 0 && steps < MaxSteps; steps++)
        {
            foreach (var call in ValueFlow.OriginsOf(open.Pop()).OfType<IInvocationOperation>())
            {
                if (call.TargetMethod.Name is not ("Append" or "AppendCacheCheckpoint"))
                {
                    yield return call;
                    continue;
                }

                foreach (var part in call.Arguments.Select(static argument => argument.Value).Prepend(call.Instance).OfType<IOperation>())
                {
                    open.Push(part);
                }
            }
        }
    }
}
