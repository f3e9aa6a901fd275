using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>The three changes per tracker: the method calls <c>Invoke</c>, <c>Body</c> calls the moved code, <c>Fingerprint</c> returns it.</summary>
internal static class TrackerRedirect
{
    public static void Apply(Tracker tracker, string fingerprint)
    {
        var sibling = MethodMover.Move(tracker.Method);
        Forward(tracker.Method, tracker.Invoke);
        Forward(tracker.Body, sibling);
        Return(tracker.Fingerprint, fingerprint);
    }

    // Receivers and parameters line up one to one on both sides, so forwarding is: load all, call, return.
    // `call`, never `callvirt`: the sibling of this very type is meant.
    private static void Forward(MethodDefinition from, MethodReference to)
    {
        var il = NewBody(from);
        var receivers = from.HasThis ? 1 : 0;
        for (var index = 0; index < from.Parameters.Count + receivers; index++)
        {
            il.Append(LoadArgument(from, index, receivers));
        }

        il.Emit(OpCodes.Call, to);
        il.Emit(OpCodes.Ret);
    }

    private static Instruction LoadArgument(MethodDefinition method, int index, int receivers) => index switch
    {
        0 => Instruction.Create(OpCodes.Ldarg_0),
        1 => Instruction.Create(OpCodes.Ldarg_1),
        2 => Instruction.Create(OpCodes.Ldarg_2),
        3 => Instruction.Create(OpCodes.Ldarg_3),
        <= byte.MaxValue => Instruction.Create(OpCodes.Ldarg_S, method.Parameters[index - receivers]),
        _ => Instruction.Create(OpCodes.Ldarg, method.Parameters[index - receivers]),
    };

    private static void Return(MethodDefinition method, string text)
    {
        var il = NewBody(method);
        il.Emit(OpCodes.Ldstr, text);
        il.Emit(OpCodes.Ret);
    }

    private static ILProcessor NewBody(MethodDefinition method)
    {
        DebugInformation.Clear(method);
        method.Body = new MethodBody(method);
        return method.Body.GetILProcessor();
    }
}
