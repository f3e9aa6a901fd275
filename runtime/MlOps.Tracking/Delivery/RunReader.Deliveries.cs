using MlOps.Delivery;

namespace MlOps.Store;

// What servers have of the runs.
public sealed partial class RunReader
{
    /// <summary>Where runs are delivered to, and how far that is, by run. Empty for a store that never delivered anything.</summary>
    internal ILookup<string, RecordedDelivery> Deliveries() => Query("SELECT 1 FROM sqlite_master WHERE name = $table", static _ => 0, ("$table", DeliveryTables.Runs)).Count == 0
        ? Array.Empty<RecordedDelivery>().ToLookup(static delivery => delivery.RunId)
        : Query(
            $"""
            SELECT d.run_uuid, d.destination, d.remote_run, d.problem, coalesce(d.stamp = {DeliveryTables.Stamp}, 0) FROM {DeliveryTables.Runs} d
            JOIN runs r ON r.run_uuid = d.run_uuid ORDER BY d.destination
            """,
            static row => new RecordedDelivery(row.GetString(0), row.GetString(1), Text(row, 2), row.GetBoolean(4), Text(row, 3))).ToLookup(static delivery => delivery.RunId);
}
