using MlOps.Store;

namespace MlOps.Delivery;

/// <summary>
/// Sends runs to a server while they go on. The store is its outbox: a run is noted for the destination in the transaction that begins it, and
/// stays so until the server has all of it, whoever sends it.
/// </summary>
internal interface IRunDelivery
{
    /// <summary>Where to, as the store notes it: the server's address, without secrets.</summary>
    string Destination { get; }

    /// <summary>The store took something. Called by the recording thread: must not wait or throw.</summary>
    /// <param name="location">The store.</param>
    /// <param name="records">How many values and other things.</param>
    void Committed(StoreLocation location, int records);

    /// <summary>The process ends: waits a bounded time until the server has what it lacks, and says what is left.</summary>
    void Finish();
}
