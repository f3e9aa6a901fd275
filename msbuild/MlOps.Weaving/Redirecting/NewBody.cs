using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>Replaces the code of a method by the weaver's own, which has no source.</summary>
internal static class NewBody
{
    /// <summary>The given instructions, and then a return.</summary>
    public static void Of(MethodDefinition method, params ReadOnlySpan<Instruction> code)
    {
        DebugInformation.Clear(method);
        method.Body = new MethodBody(method);
        foreach (var instruction in code)
        {
            method.Body.Instructions.Add(instruction);
        }

        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }
}
