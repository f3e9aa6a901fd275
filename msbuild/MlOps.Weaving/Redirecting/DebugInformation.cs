using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Keeps breakpoints, step-into, stack traces and coverage on the user's lines.</summary>
internal static class DebugInformation
{
    public static void Move(MethodDefinition method, MethodDefinition sibling)
    {
        var (from, to) = (method.DebugInformation, sibling.DebugInformation);
        foreach (var point in from.SequencePoints)
        {
            to.SequencePoints.Add(point);
        }

        to.Scope = from.Scope;
        to.StateMachineKickOffMethod = from.StateMachineKickOffMethod;
        foreach (var information in from.CustomDebugInformations)
        {
            to.CustomDebugInformations.Add(information);
        }

        // The edit-and-continue maps hang on the definition, not on its debug information.
        foreach (var information in method.CustomDebugInformations)
        {
            sibling.CustomDebugInformations.Add(information);
        }

        Clear(method);

        // The code that starts the state machine is the sibling now.
        if (StateMachine.MoveNextOf(method) is { DebugInformation: { StateMachineKickOffMethod: not null } machine })
        {
            machine.StateMachineKickOffMethod = sibling;
        }
    }

    /// <summary>For methods whose code the weaver writes: they have no source.</summary>
    public static void Clear(MethodDefinition method)
    {
        var information = method.DebugInformation;
        information.SequencePoints.Clear();
        information.CustomDebugInformations.Clear();
        information.Scope = null;
        information.StateMachineKickOffMethod = null;
        method.CustomDebugInformations.Clear();
    }

    /// <summary>
    /// Cecil renumbers documents but copies the type-to-document lists verbatim, which would point types at wrong files.
    /// They are a hint for types without code only; without them debuggers look at the methods.
    /// </summary>
    public static void ForgetDocumentsOfTypes(ModuleDefinition module)
    {
        foreach (var type in module.GetTypes())
        {
            type.CustomDebugInformations.Clear();
        }
    }
}
