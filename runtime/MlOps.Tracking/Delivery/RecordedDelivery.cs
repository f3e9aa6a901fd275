namespace MlOps.Delivery;

/// <summary>How far the delivery of a run to a server is.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Destination">The address of the server.</param>
/// <param name="RemoteRun">Its id there; <see langword="null"/> until it is created.</param>
/// <param name="IsComplete">Whether the server has all of it.</param>
/// <param name="Problem">Why it cannot be delivered; <see langword="null"/> while nothing is known to be wrong.</param>
internal sealed record RecordedDelivery(string RunId, string Destination, string? RemoteRun, bool IsComplete, string? Problem)
{
    /// <summary>In a word: <c>delivered</c>, <c>refused</c>, <c>sending</c> or <c>waiting</c>.</summary>
    public string State => IsComplete ? "delivered" : Problem is not null ? "refused" : RemoteRun is not null ? "sending" : "waiting";
}
