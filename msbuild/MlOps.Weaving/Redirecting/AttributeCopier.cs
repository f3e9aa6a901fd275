using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Gives the sibling what the user said about the code: suppressions, trimming annotations and the like.</summary>
internal static class AttributeCopier
{
    public static void Copy(ICustomAttributeProvider from, ICustomAttributeProvider to)
    {
        foreach (var attribute in from.CustomAttributes.Where(BelongsToTheCode))
        {
            // The blob as it is: nothing has to be resolved, and nothing can be encoded differently.
            to.CustomAttributes.Add(new CustomAttribute(attribute.Constructor, attribute.GetBlob()));
        }
    }

    // A state machine attribute stays on the user's method alone: stack traces then name that method,
    // and the trimmer would report a state machine with two owners (IL2107).
    private static bool BelongsToTheCode(CustomAttribute attribute) =>
        attribute.AttributeType.FullName != KnownNames.Tracked && !StateMachine.IsAttribute(attribute);
}
