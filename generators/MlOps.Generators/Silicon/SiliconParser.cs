namespace MlOps.Generators.Silicon;

/// <summary>Reads the build property <c>MlOpsSilicon</c>: <c>true</c>, <c>full</c>, <c>lite</c>; anything else is no.</summary>
internal static class SiliconParser
{
    public static SiliconModel Parse(bool isReferenced, string choice) => new(!isReferenced ? null : choice.Trim().ToLowerInvariant() switch
    {
        "true" or "full" => "Full",
        "lite" => "Lite",
        _ => null,
    });
}
