using System.Collections.Concurrent;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>IL has several spellings for one instruction; which one is used depends on distances and indices.</summary>
internal static class ShortForms
{
    private static readonly ConcurrentDictionary<Code, (string Name, int? Number)> s_known = new();

    /// <returns>The long spelling, and the operand when the short one has it in its name.</returns>
    public static (string Name, int? Number) Expand(OpCode opCode) => s_known.GetOrAdd(opCode.Code, static (_, opCode) => Long(opCode), opCode);

    private static (string Name, int? Number) Long(OpCode opCode) => opCode.Code switch
    {
        >= Code.Ldarg_0 and <= Code.Ldarg_3 => ("ldarg", opCode.Code - Code.Ldarg_0),
        >= Code.Ldloc_0 and <= Code.Ldloc_3 => ("ldloc", opCode.Code - Code.Ldloc_0),
        >= Code.Stloc_0 and <= Code.Stloc_3 => ("stloc", opCode.Code - Code.Stloc_0),
        >= Code.Ldc_I4_M1 and <= Code.Ldc_I4_8 => ("ldc.i4", opCode.Code - Code.Ldc_I4_0),
        _ when opCode.Name.EndsWith(".s", StringComparison.Ordinal) => (opCode.Name[..^2], null),
        _ => (opCode.Name, null),
    };
}
