using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MlOps.Generators.Analyzers;

/// <summary>What calls of a run's members mean.</summary>
internal static class RunCalls
{
    /// <summary>The type of runs; <see langword="null"/> where a project has no runtime of ours, and no rule about it anything to do.</summary>
    public static INamedTypeSymbol? RunType(Compilation compilation) => compilation.GetTypeByMetadataName("MlOps.Run");

    /// <summary>Records a param.</summary>
    public static bool LogsParam(IMethodSymbol method) => method.Name == "LogParam";

    /// <summary>Records metrics.</summary>
    public static bool LogsMetrics(IMethodSymbol method) => method.Name is "Log" or "LogResult";

    /// <summary>Ends the run, whatever else it does.</summary>
    public static bool Ends(IMethodSymbol method) => method.Name is "Finish" or "Fail" or "End" or "Dispose";

    public static bool IsOf(this IInvocationOperation call, INamedTypeSymbol run) => SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, run);

    /// <summary>The text that a parameter is given, where the compiler knows it.</summary>
    public static (string Text, IOperation Written)? Constant(this IInvocationOperation call, int parameter)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Ordinal == parameter)
            {
                return argument.Value.ConstantValue is { HasValue: true, Value: string text } ? (text, argument.Value) : null;
            }
        }

        return null;
    }
}
