namespace MlOps.Store;

// Which runs read which data.
public sealed partial class RunReader
{
    /// <summary>The runs that read a version of a data set, newest first.</summary>
    /// <param name="digest">The digest of the version.</param>
    public IReadOnlyList<RecordedRun> WithInput(string digest) => Query(
        RunColumns +
        """
         AND r.run_uuid IN (
            SELECT i.destination_id FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
            WHERE d.digest = $digest AND i.source_type = 'DATASET' AND i.destination_type = 'RUN')
         ORDER BY r.start_time DESC, r.rowid DESC
        """,
        ReadRun,
        ("$digest", digest));

    /// <summary>The digests of all data that runs read.</summary>
    public IReadOnlyList<string> InputDigests() => Query(
        """
        SELECT DISTINCT d.digest FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id JOIN runs r ON r.run_uuid = i.destination_id
        WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' AND r.lifecycle_stage = 'active'
        """,
        static row => row.GetString(0));
}
