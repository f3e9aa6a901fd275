using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Finds attributes by their names. By parts: a full name would be put together anew for each of thousands.</summary>
internal static class Attributes
{
    /// <summary>Whether a method has one of the attributes that point its callers at generated code.</summary>
    public static bool AreOfObserved(MethodDefinition method) => Find(method, KnownNames.TrackedName) is not null || Find(method, KnownNames.MonitoredName) is not null;

    public static CustomAttribute? Find(ICustomAttributeProvider provider, string name, string inNamespace = KnownNames.Namespace)
    {
        if (provider.HasCustomAttributes)
        {
            foreach (var attribute in provider.CustomAttributes)
            {
                if (attribute.AttributeType.Name == name && attribute.AttributeType.Namespace == inNamespace)
                {
                    return attribute;
                }
            }
        }

        return null;
    }
}
