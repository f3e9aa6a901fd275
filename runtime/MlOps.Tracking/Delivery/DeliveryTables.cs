namespace MlOps.Delivery;

/// <summary>What the store knows of servers that runs are sent to.</summary>
internal static class DeliveryTables
{
    public const string Runs = "mlops_deliveries";
    public const string Facts = "mlops_delivered_facts";

    public const string Sql = """

        -- A run that a server is to have, or has.
        CREATE TABLE IF NOT EXISTS mlops_deliveries (
            destination VARCHAR(2000) NOT NULL,
            run_uuid VARCHAR(32) NOT NULL,
            remote_experiment VARCHAR(64),
            remote_run VARCHAR(256),             -- its id there
            artifact_uri TEXT,                   -- where its artifacts go
            may_exist BOOLEAN NOT NULL DEFAULT 0, -- it was created, or an answer never came: look before creating it
            last_metric BIGINT NOT NULL DEFAULT 0,  -- the row of metrics up to which the server has them all
            metric_count BIGINT NOT NULL DEFAULT 0, -- how many those are: rows may be numbered anew, as by VACUUM
            stamp TEXT,                          -- what the run was like when the server had all of it
            problem TEXT,                        -- why it could not be sent, in words
            PRIMARY KEY (destination, run_uuid)
        );
        -- The params, tags, inputs, artifacts and so on that the server has, each with its value or state.
        CREATE TABLE IF NOT EXISTS mlops_delivered_facts (
            destination VARCHAR(2000) NOT NULL,
            run_uuid VARCHAR(32) NOT NULL,
            kind VARCHAR(10) NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (destination, run_uuid, kind, key)
        ) WITHOUT ROWID;
        """;

    /// <summary>A query of what a run <c>r</c> is like; it changes with whatever a run may still get after its end.</summary>
    public const string Stamp =
        "r.status || ' ' || coalesce(r.end_time, '') || ' ' || coalesce((SELECT m.rowid FROM metrics m WHERE m.run_uuid = r.run_uuid ORDER BY m.rowid DESC LIMIT 1), 0)";
}
