namespace MlOps.Weaving;

/// <summary>The contract with the generated trackers. Names, not types: the weaver loads nothing of the user's.</summary>
internal static class KnownNames
{
    public const string Namespace = "MlOps";
    public const string TracksMethodName = "TracksMethodAttribute";
    public const string TracksModuleName = "TracksModuleAttribute";
    public const string TrackedName = "TrackedAttribute";
    public const string MonitoredName = "MonitoredAttribute";

    public const string LocalTo = "LocalTo";
    public const string Invoke = "Invoke";
    public const string Body = "Body";
    public const string Fingerprint = "Fingerprint";
    public const string IsWoven = "IsWoven";

    /// <summary>The class with the handles of the data sets.</summary>
    public const string Datasets = Namespace + ".Datasets";

    /// <summary>How the generator signs what it writes.</summary>
    public const string Generator = "MlOps.Generators";

    /// <summary>The resource that tells which code each fingerprint stands for.</summary>
    public const string CodeResource = "mlops.code";
}
