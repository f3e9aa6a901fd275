using System.Reflection.Metadata;

namespace MlOps.Weaving;

/// <summary>What there is to do in an assembly, seen from its tables alone: every build of every project asks this.</summary>
internal enum WeavingState
{
    NoTrackers,
    Unwoven,
    Woven,
}

internal static class WeavingStateReader
{
    public static WeavingState Of(MetadataReader metadata)
    {
        if (!metadata.TypeReferences.Any(type => IsTracksMethod(metadata, metadata.GetTypeReference(type))))
        {
            return WeavingState.NoTrackers;
        }

        // The siblings are the marker. They come into being together with the redirect, in one atomic write, so unlike an
        // attribute of its own a marker cannot be there without the weaving; and it adds nothing that other code can name.
        var woven = metadata.MethodDefinitions.Any(method => SiblingName.IsOne(metadata.GetString(metadata.GetMethodDefinition(method).Name)));
        return woven ? WeavingState.Woven : WeavingState.Unwoven;
    }

    private static bool IsTracksMethod(MetadataReader metadata, TypeReference type) =>
        metadata.StringComparer.Equals(type.Name, KnownNames.TracksMethodName)
        && metadata.StringComparer.Equals(type.Namespace, KnownNames.Namespace);
}
