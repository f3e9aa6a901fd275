using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Gives the sibling what the user said about the code: suppressions, trimming annotations and the like.</summary>
internal static class AttributeCopier
{
    private const string StackTraceHidden = "StackTraceHiddenAttribute";

    public static void Copy(ICustomAttributeProvider from, ICustomAttributeProvider to)
    {
        if (!from.HasCustomAttributes)
        {
            return;
        }

        foreach (var attribute in from.CustomAttributes.Where(BelongsToTheCode))
        {
            Add(attribute, to);
        }
    }

    /// <summary>The stub is no step that a reader of a stack trace should see. The tracker has the attribute: nothing new is referenced.</summary>
    public static void HideFromStackTraces(MethodDefinition stub, MethodDefinition invoke)
    {
        if (Attributes.Find(invoke, StackTraceHidden, "System.Diagnostics") is { } attribute
            && Attributes.Find(stub, StackTraceHidden, "System.Diagnostics") is null)
        {
            Add(attribute, stub);
        }
    }

    // The blob as it is: nothing has to be resolved, and nothing can be encoded differently.
    private static void Add(CustomAttribute attribute, ICustomAttributeProvider to) =>
        to.CustomAttributes.Add(new CustomAttribute(attribute.Constructor, attribute.GetBlob()));

    // A state machine attribute stays on the user's method alone: stack traces then name that method,
    // and the trimmer would report a state machine with two owners (IL2107).
    private static bool BelongsToTheCode(CustomAttribute attribute) =>
        attribute.AttributeType is not { Name: KnownNames.TrackedName or KnownNames.MonitoredName, Namespace: KnownNames.Namespace } && !StateMachine.IsAttribute(attribute);
}
