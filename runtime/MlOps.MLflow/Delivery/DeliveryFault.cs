using System.Net;

namespace MlOps.MLflow.Delivery;

/// <summary>What a fault means for the rest of a delivery.</summary>
internal static class DeliveryFault
{
    // What MLflow says when its database fails under it, whatever was sent.
    private const string DatabaseFailed = "BAD_REQUEST";

    /// <summary>What was sent is at fault: the next thing may be fine.</summary>
    public static bool IsOfWhatWasSent(MlflowException fault) =>
        !MayPass(fault) && fault.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge;

    /// <summary>The server, or the way to it, is at fault: nothing else would arrive either.</summary>
    public static bool IsOfServer(MlflowException fault) => fault.IsTransient || (!IsTooLarge(fault) && fault.Code
        is MlflowErrorCode.Unauthenticated or MlflowErrorCode.HostNotAllowed or MlflowErrorCode.NotMlflow or MlflowErrorCode.NotReachable
        or MlflowErrorCode.HostNotFound or MlflowErrorCode.TlsFailed or MlflowErrorCode.InvalidConfiguration or MlflowErrorCode.EndpointNotFound);

    /// <summary>It may be allowed tomorrow: the run waits, and others go on.</summary>
    public static bool MayPass(MlflowException fault) => IsOfServer(fault) || fault.Code is MlflowErrorCode.PermissionDenied or DatabaseFailed;

    /// <summary>A proxy's limit: half of it may pass.</summary>
    private static bool IsTooLarge(MlflowException fault) => fault.Status is HttpStatusCode.RequestEntityTooLarge;

    /// <summary>The server is there, and did not manage this time.</summary>
    public static bool IsHiccup(MlflowException fault) => fault.IsTransient && fault.Status is not null;
}
