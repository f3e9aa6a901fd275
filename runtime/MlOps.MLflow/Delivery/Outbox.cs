using MlOps.Delivery;
using MlOps.Store;

namespace MlOps.MLflow.Delivery;

/// <summary>
/// The store as an outbox for one server: which runs it is to have, and how much of each it has. Used by one thread at a time; whatever it is
/// told is durable when it returns, and said again it changes nothing.
/// </summary>
internal sealed partial class Outbox : IDisposable
{
    private readonly RunStore _store;
    private readonly string _destination;

    public Outbox(StoreLocation location, string destination)
    {
        _store = RunStore.Open(location);
        _destination = destination;
    }

    private StoreStatements Sql => _store.Statements;

    /// <summary>The runs of which the server lacks something, those that began first first.</summary>
    public IReadOnlyList<OutboxRun> Pending() => Select("d.stamp IS NULL AND d.problem IS NULL");

    /// <summary>Looks at every run that the server is to have: whether it got anything since the server had all of it.</summary>
    public void LookAgain() => Write(
        $"""
        UPDATE {DeliveryTables.Runs} AS d SET stamp = NULL
        WHERE d.destination = $destination AND d.stamp IS NOT NULL
          AND d.stamp <> (SELECT {DeliveryTables.Stamp} FROM runs r WHERE r.run_uuid = d.run_uuid)
        """,
        ("$destination", _destination));

    /// <summary>Notes that the server is to have a run and those it is nested in, or all runs; what it refused is tried once more.</summary>
    /// <param name="run">Its id; null for all.</param>
    public void Add(string? run)
    {
        Write(
            $"""
            INSERT OR IGNORE INTO {DeliveryTables.Runs} (destination, run_uuid)
            SELECT $destination, run_uuid FROM runs WHERE lifecycle_stage = 'active' AND ($run IS NULL OR run_uuid IN (
                WITH RECURSIVE family (id) AS (
                    SELECT $run UNION SELECT t.value FROM tags t JOIN family f ON t.run_uuid = f.id WHERE t.key = 'mlflow.parentRunId')
                SELECT id FROM family))
            """,
            ("$destination", _destination), ("$run", run ?? (object)DBNull.Value));
        Write(
            $"UPDATE {DeliveryTables.Runs} SET problem = NULL WHERE destination = $destination AND ($run IS NULL OR run_uuid = $run)",
            ("$destination", _destination), ("$run", run ?? (object)DBNull.Value));

        TryRefusedAgain(run);

        // What is said of a registered model since, such as an alias, does not show in its run.
        Write(
            $"UPDATE {DeliveryTables.Runs} SET stamp = NULL WHERE destination = $destination AND (run_uuid = $run OR ($run IS NULL AND run_uuid IN (SELECT run_id FROM model_versions)))",
            ("$destination", _destination), ("$run", run ?? (object)DBNull.Value));
        LookAgain();
    }

    /// <summary>The run as it is now; null if it was deleted.</summary>
    public OutboxRun? Find(string run) => Select("d.run_uuid = $run", ("$run", run)) is [var found] ? found : null;

    /// <summary>The id that the server knows a run by.</summary>
    public string? RemoteOf(string run) => Sql.Scalar(
        $"SELECT remote_run FROM {DeliveryTables.Runs} WHERE destination = $destination AND run_uuid = $run", ("$destination", _destination), ("$run", run)) as string;

    /// <summary>Before the first try to create a run: the answer may be lost, and then it is there all the same.</summary>
    public void SetMayExist(string run) => Set(run, "may_exist = 1");

    public void SetRemote(string run, RunInfo remote) => Set(
        run,
        "remote_experiment = $experiment, remote_run = $remote, artifact_uri = $artifacts",
        ("$experiment", remote.ExperimentId), ("$remote", remote.RunId), ("$artifacts", remote.ArtifactUri));

    public void SetMetrics(string run, long last, long count) => Set(run, "last_metric = $last, metric_count = $count", ("$last", last), ("$count", count));

    /// <summary>A run that the server will not take, for a reason that waiting does not mend.</summary>
    public void SetProblem(string run, string problem) => Set(run, "problem = $problem", ("$problem", problem));

    /// <summary>The server has all of a run, if it is still what it was.</summary>
    public void SetDelivered(OutboxRun run) => Write(
        $"""
        UPDATE {DeliveryTables.Runs} SET stamp = $stamp WHERE destination = $destination AND run_uuid = $run
          AND $stamp = (SELECT {DeliveryTables.Stamp} FROM runs r WHERE r.run_uuid = $run)
        """,
        ("$stamp", run.Stamp), ("$destination", _destination), ("$run", run.RunId));

    public void Dispose() => _store.Dispose();

    private List<OutboxRun> Select(string condition, params ReadOnlySpan<(string Name, object Value)> parameters) => Sql.Query(
        $"""
        SELECT {OutboxRun.Columns} FROM {DeliveryTables.Runs} d
        JOIN runs r ON r.run_uuid = d.run_uuid JOIN experiments e ON e.experiment_id = r.experiment_id
        WHERE d.destination = $destination AND r.lifecycle_stage = 'active' AND {condition}
        ORDER BY r.start_time, r.rowid
        """,
        OutboxRun.Read,
        [("$destination", _destination), .. parameters]);

    private void Set(string run, string change, params ReadOnlySpan<(string Name, object Value)> values) => Write(
        $"UPDATE {DeliveryTables.Runs} SET {change} WHERE destination = $destination AND run_uuid = $run",
        [.. values, ("$destination", _destination), ("$run", run)]);

    private void Write(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var given = parameters.ToArray();
        _store.Transact(() => Sql.Execute(sql, given));
    }
}
