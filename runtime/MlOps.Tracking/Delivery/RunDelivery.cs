namespace MlOps.Delivery;

/// <summary>Where tracking and the library that delivers find each other.</summary>
internal static class RunDelivery
{
    /// <summary>The delivery of this process, set by generated code where a server is named; <see langword="null"/> where none is.</summary>
    public static IRunDelivery? Current { get; set; }
}
