using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>The changes per tracker: the method calls <c>Invoke</c>, <c>Body</c> calls the moved code, <c>Fingerprint</c>, where there is one, returns it.</summary>
internal static class TrackerRedirect
{
    public static void Apply(Tracker tracker, string? fingerprint)
    {
        var sibling = MethodMover.Move(tracker.Method);
        Forward(tracker.Method, tracker.Invoke);
        AttributeCopier.HideFromStackTraces(tracker.Method, tracker.Invoke);
        Forward(tracker.Body, sibling);
        if (tracker.Fingerprint is not null && fingerprint is not null)
        {
            NewBody.Of(tracker.Fingerprint, Instruction.Create(OpCodes.Ldstr, fingerprint));
        }
    }

    // Receivers and parameters line up one to one on both sides, so forwarding is: load all, call, return.
    // `call`, never `callvirt`: the sibling of this very type is meant.
    private static void Forward(MethodDefinition from, MethodDefinition to)
    {
        var code = LoadReceiver(from, to);
        for (var index = code.Count == 0 ? 0 : 1; index < ArgumentCount(from); index++)
        {
            code.Add(LoadArgument(from, index));
        }

        code.Add(Instruction.Create(OpCodes.Call, GenericPosition.Call(from, to)));
        NewBody.Of(from, [.. code]);
    }

    // An async method of a struct works on a copy, so its tracker takes the struct by value: the one side has an address where
    // the other has a value. Everything else is loaded as it is.
    private static List<Instruction> LoadReceiver(MethodDefinition from, MethodDefinition to) => (from.HasThis, to.HasThis) switch
    {
        (true, false) when from.DeclaringType.IsValueType && !to.Parameters[0].ParameterType.IsByReference =>
            [Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ldobj, GenericPosition.Self(from.DeclaringType))],
        (false, true) when to.DeclaringType.IsValueType && !from.Parameters[0].ParameterType.IsByReference =>
            [Instruction.Create(OpCodes.Ldarga_S, from.Parameters[0])],
        _ => [],
    };

    private static int ArgumentCount(MethodDefinition method) => method.Parameters.Count + (method.HasThis ? 1 : 0);

    private static Instruction LoadArgument(MethodDefinition method, int index) => index switch
    {
        0 => Instruction.Create(OpCodes.Ldarg_0),
        1 => Instruction.Create(OpCodes.Ldarg_1),
        2 => Instruction.Create(OpCodes.Ldarg_2),
        3 => Instruction.Create(OpCodes.Ldarg_3),
        <= byte.MaxValue => Instruction.Create(OpCodes.Ldarg_S, Parameter(method, index)),
        _ => Instruction.Create(OpCodes.Ldarg, Parameter(method, index)),
    };

    private static ParameterDefinition Parameter(MethodDefinition method, int index) => method.Parameters[method.HasThis ? index - 1 : index];
}
