using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using MlOps.Analyzers.Flow;

namespace MlOps.Analyzers.Security;

/// <summary>Python's pickles are programs: to load one is to run it.</summary>
internal static class Pickles
{
    private static readonly HashSet<string> s_modules = new(StringComparer.Ordinal) { "pickle", "_pickle", "cPickle", "cloudpickle", "dill", "joblib" };

    /// <summary>The module by which a call loads pickles; null when it does not, or only writes them.</summary>
    public static string? LoadedBy(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.ConstantValue.Value is string text)
            {
                return s_modules.Contains(text) ? IsLoadedFrom(call) ? text : null
                    : s_modules.FirstOrDefault(module => text.IndexOf(module + ".load", StringComparison.Ordinal) >= 0);
            }
        }

        return null;
    }

    private static bool IsLoadedFrom(IInvocationOperation import)
    {
        var names = ValueFlow.UsesOf(import).Select(NameOf).ToArray();
        return Array.TrueForAll(names, static name => name is null) || names.Any(static name => name is "load" or "loads" or "Unpickler");
    }

    /// <summary>What a use asks of the module: <c>pickle.load</c>, <c>pickle.InvokeMethod("load", …)</c>.</summary>
    private static string? NameOf(IOperation use) => use switch
    {
        IDynamicMemberReferenceOperation member => member.MemberName,
        IInvocationOperation call => call.Arguments.Select(static argument => argument.Value.ConstantValue.Value as string).FirstOrDefault(static name => name is not null),
        _ => null,
    };
}
