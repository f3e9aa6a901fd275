using MlOps.Delivery;

namespace MlOps.Store;

/// <summary>
/// The tables that we add to MLflow's. All begin with <c>mlops_</c>; MLflow passes them by, also when it upgrades the file.
/// None has a foreign key into MLflow's tables: <c>mlflow gc</c> must be able to delete a run.
/// </summary>
internal static class OwnSchema
{
    public static readonly string[] Tables = ["mlops_processes", "mlops_open_runs", CodeTable.Name, DeliveryTables.Runs, DeliveryTables.Facts];

    public const string Sql = CodeTable.Sql + DeliveryTables.Sql + """

        -- A process that has runs going on; gone when it ended in good order.
        CREATE TABLE IF NOT EXISTS mlops_processes (
            process_id VARCHAR(32) NOT NULL PRIMARY KEY,
            host VARCHAR(255) NOT NULL,
            pid INTEGER NOT NULL,
            kernel VARCHAR(300) NOT NULL,  -- the system whose locks this process can see
            has_lock BOOLEAN NOT NULL,     -- whether its lock file holds for others on that system
            heartbeat BIGINT NOT NULL      -- milliseconds since 1970, by the clock of that host
        );
        -- The runs that go on, and whose they are.
        CREATE TABLE IF NOT EXISTS mlops_open_runs (
            run_uuid VARCHAR(32) NOT NULL PRIMARY KEY,
            process_id VARCHAR(32) NOT NULL
        );
        """;
}
