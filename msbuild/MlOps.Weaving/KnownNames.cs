namespace MlOps.Weaving;

/// <summary>The contract with the generated trackers. Names, not types: the weaver loads nothing of the user's.</summary>
internal static class KnownNames
{
    public const string Namespace = "MlOps";
    public const string TracksMethodName = "TracksMethodAttribute";
    public const string TracksMethod = Namespace + "." + TracksMethodName;
    public const string Tracked = Namespace + ".TrackedAttribute";

    public const string Invoke = "Invoke";
    public const string Body = "Body";
    public const string Fingerprint = "Fingerprint";
}
