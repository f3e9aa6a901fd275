using Microsoft.Data.Sqlite;
using MlOps.Delivery;
using SQLitePCL;

namespace MlOps.Store;

/// <summary>
/// Writes runs into the embedded MLflow database. Every statement names its columns, so that a database that a newer MLflow
/// upgraded goes on working.
/// </summary>
internal sealed class RunStore : IDisposable
{
    private static readonly TimeSpan s_wait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    private readonly StoreLocation _location;
    private readonly SqliteConnection _connection;
    private readonly StoreStatements _statements;
    private readonly MetricInsert _metrics;
    private readonly string _ofDefaultWorkspace;
    private bool _hasRivals;

    private RunStore(StoreLocation location, SqliteConnection connection)
    {
        _location = location;
        _connection = connection;
        _statements = new StoreStatements(connection);
        Begin();
        StoreSchema.Ensure(_statements, location);
        Commit();
        _metrics = new MetricInsert(connection);

        // Workspaces came with MLflow 3: two of them may have an experiment of one name.
        _ofDefaultWorkspace = _statements.Scalar("SELECT 1 FROM pragma_table_info('experiments') WHERE name = 'workspace'") is null
            ? ""
            : " AND workspace = 'default'";
    }

    /// <summary>The statements of this connection, for those who have tables of their own.</summary>
    public StoreStatements Statements => _statements;

    /// <summary>Whether there is something to commit.</summary>
    public bool HasTransaction { get; private set; }

    /// <summary>Opens the store and makes what is missing of it.</summary>
    /// <exception cref="StoreException">The file is something else than an MLflow database.</exception>
    public static RunStore Open(StoreLocation location)
    {
        StoreFolder.Create(location);
        var connection = StoreConnection.OpenToWrite(location);
        try
        {
            return new RunStore(location, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Takes the write lock of the database. Waits up to a second while another program has it.</summary>
    /// <remarks>
    /// SQLite's own waiting looks again ever more rarely: among several programs that write without a pause it starves.
    /// </remarks>
    public void Begin()
    {
        var deadline = Environment.TickCount64 + (long)s_wait.TotalMilliseconds;
        var hadToWait = false;
        int result;
        while ((result = raw.sqlite3_exec(_connection.Handle, "BEGIN IMMEDIATE")) == SqliteError.Busy && Environment.TickCount64 < deadline)
        {
            hadToWait = true;
            Thread.Sleep(s_pause);
        }

        _hasRivals = hadToWait;
        SqliteException.ThrowExceptionForRC(result, _connection.Handle);
        HasTransaction = true;
    }

    public void Commit()
    {
        _statements.Execute("COMMIT");
        HasTransaction = false;
        if (_hasRivals)
        {
            Thread.Sleep(s_pause + s_pause); // Long enough for one that waits to take its turn.
        }
    }

    /// <summary>Gives up what was written since <see cref="Begin"/>.</summary>
    public void Rollback()
    {
        if (!HasTransaction)
        {
            return;
        }

        HasTransaction = false;
        try
        {
            _statements.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // After some failures SQLite has rolled back by itself.
        }
    }

    /// <summary>Writes all of something, or nothing.</summary>
    public void Transact(Action write)
    {
        Begin(); // Waits for the lock in our own way: SQLite's starves beside a training that writes without a pause.
        try
        {
            write();
            Commit();
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    /// <summary>The id of an experiment. A deleted one is restored: MLflow would not show the run, and <c>mlflow gc</c> would take it away.</summary>
    public long GetOrCreateExperiment(string name, long timestamp, out bool wasDeleted)
    {
        wasDeleted = false;
        if (FindExperiment(name) is { } known)
        {
            wasDeleted = _statements.Execute(
                "UPDATE experiments SET lifecycle_stage = 'active', last_update_time = $time WHERE experiment_id = $id AND lifecycle_stage = 'deleted'",
                ("$id", known), ("$time", timestamp)) > 0;
            return known;
        }

        _statements.Execute(
            "INSERT INTO experiments (name, lifecycle_stage, creation_time, last_update_time) VALUES ($name, 'active', $time, $time)",
            ("$name", name), ("$time", timestamp));
        var id = FindExperiment(name)!.Value;
        _statements.Execute(
            "UPDATE experiments SET artifact_location = $folder WHERE experiment_id = $id",
            ("$folder", _location.ExperimentFolder(id)), ("$id", id));
        return id;
    }

    /// <summary>Where the artifacts of a run lie, or <see langword="null"/> when the store does not have the run.</summary>
    public string? FindArtifacts(string run) => _statements.Scalar("SELECT artifact_uri FROM runs WHERE run_uuid = $run", ("$run", run)) as string;

    public List<(string Key, string Value)> Params(string run) => _statements.Query(
        "SELECT key, value FROM params WHERE run_uuid = $run", static row => (row.GetString(0), row.GetString(1)), ("$run", run));

    public List<(string Key, MetricPoint Point)> Latest(string run) => _statements.Query(
        "SELECT key, value, is_nan, timestamp, step FROM latest_metrics WHERE run_uuid = $run",
        static row => (row.GetString(0), new MetricPoint(row.GetDouble(1), row.GetBoolean(2), row.GetInt64(3), row.GetInt64(4))),
        ("$run", run));

    public void WriteRun(string run, string name, long experiment, long start, string artifacts, string user, string source) => _statements.Execute(
        """
        INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, source_version,
            lifecycle_stage, artifact_uri, experiment_id)
        VALUES ($run, $name, 'LOCAL', $source, '', $user, 'RUNNING', $start, '', 'active', $artifacts, $experiment)
        """,
        ("$run", run), ("$name", name), ("$source", source), ("$user", user), ("$start", start), ("$artifacts", artifacts), ("$experiment", experiment));

    public bool HasExperiment(long id) =>
        _statements.Scalar("SELECT 1 FROM experiments WHERE experiment_id = $id AND lifecycle_stage = 'active'", ("$id", id)) is not null;

    /// <summary>A run that had ended goes on.</summary>
    public void ReopenRun(string run) =>
        _statements.Execute("UPDATE runs SET status = 'RUNNING', end_time = NULL WHERE run_uuid = $run", ("$run", run));

    /// <summary>Notes that a server is to have a run.</summary>
    public void WriteDelivery(string destination, string run, string? remoteExperiment, string? remoteRun) => _statements.Execute(
        $"INSERT OR IGNORE INTO {DeliveryTables.Runs} (destination, run_uuid, remote_experiment, remote_run) VALUES ($destination, $run, $experiment, $remote)",
        ("$destination", destination), ("$run", run), ("$experiment", remoteExperiment ?? (object)DBNull.Value), ("$remote", remoteRun ?? (object)DBNull.Value));

    public void RenameRun(string run, string name) =>
        _statements.Execute("UPDATE runs SET name = $name WHERE run_uuid = $run", ("$name", name), ("$run", run));

    public void EndRun(string run, RunStatus status, long end) => _statements.Execute(
        "UPDATE runs SET status = $status, end_time = $end WHERE run_uuid = $run",
        ("$status", RunStatusText.Of(status)), ("$end", end), ("$run", run));

    public void WriteParam(string run, string key, string value) => _statements.Execute(
        "INSERT INTO params (key, value, run_uuid) VALUES ($key, $value, $run)",
        ("$key", key), ("$value", value), ("$run", run));

    public void WriteTag(string run, string key, string value) => _statements.Execute(
        "INSERT INTO tags (key, value, run_uuid) VALUES ($key, $value, $run) ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value",
        ("$key", key), ("$value", value), ("$run", run));

    public string? FindTag(string run, string key) =>
        _statements.Scalar("SELECT value FROM tags WHERE run_uuid = $run AND key = $key", ("$run", run), ("$key", key)) as string;

    public bool HasCode(string fingerprint) =>
        _statements.Scalar("SELECT 1 FROM mlops_code WHERE fingerprint = $fingerprint", ("$fingerprint", fingerprint)) is not null;

    /// <summary>Keeps what a fingerprint stands for.</summary>
    public void WriteCode(string fingerprint, string closure) => _statements.Execute(
        "INSERT OR IGNORE INTO mlops_code (fingerprint, closure) VALUES ($fingerprint, $closure)",
        ("$fingerprint", fingerprint), ("$closure", closure));

    /// <summary>Adds one value to a metric's history.</summary>
    public void WriteMetric(string run, string key, in MetricPoint point) => _metrics.Execute(run, key, in point);

    public void WriteLatest(string run, string key, MetricPoint point) => _statements.Execute(
        """
        INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES ($key, $value, $time, $step, $nan, $run)
        ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value, timestamp = excluded.timestamp, step = excluded.step, is_nan = excluded.is_nan
        """,
        ("$key", key), ("$value", point.Value), ("$time", point.Timestamp), ("$step", point.Step), ("$nan", point.IsNaN), ("$run", run));

    /// <summary>Records a data set as an input of a run, once for each name and digest.</summary>
    public void WriteInput(string run, Dataset dataset, string digest, bool isInMemory)
    {
        var name = MlflowLimits.Cut(dataset.Name, MlflowLimits.DatasetName);
        digest = MlflowLimits.Cut(digest, MlflowLimits.DatasetDigest);
        var experiment = (long)_statements.Scalar("SELECT experiment_id FROM runs WHERE run_uuid = $run", ("$run", run))!;
        _statements.Execute(
            """
            INSERT OR IGNORE INTO datasets (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source, dataset_schema, dataset_profile)
            VALUES ($id, $experiment, $name, $digest, $sourceType, $source, $schema, $profile)
            """,
            ("$id", NewId()), ("$experiment", experiment), ("$name", name), ("$digest", digest), ("$sourceType", isInMemory ? DatasetSource.Code : DatasetSource.Local),
            ("$source", isInMemory ? DatasetSource.ToJson(SourceTags(run)) : DatasetSource.ToJson(dataset.Source)),
            ("$schema", DatasetTable.SchemaOf(dataset) ?? (object)DBNull.Value),
            // The build counted the rows of the file that it saw.
            ("$profile", digest == dataset.Digest && DatasetTable.ProfileOf(dataset) is { } profile ? profile : DBNull.Value));
        _statements.Execute(
            """
            INSERT OR IGNORE INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id)
            SELECT $id, 'DATASET', dataset_uuid, 'RUN', $run FROM datasets
            WHERE experiment_id = $experiment AND name = $name AND digest = $digest
            """,
            ("$id", NewId()), ("$run", run), ("$experiment", experiment), ("$name", name), ("$digest", digest));
    }

    /// <summary>The names and digests of the data sets that a run has read.</summary>
    public List<(string Name, string Digest)> InputDigests(string run) => _statements.Query(
        """
        SELECT d.name, d.digest FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
        WHERE i.destination_id = $run AND i.source_type = 'DATASET' AND i.destination_type = 'RUN' ORDER BY d.name, d.digest
        """,
        static row => (row.GetString(0), row.GetString(1)), ("$run", run));

    private List<(string Key, string Value)> SourceTags(string run) => _statements.Query(
        "SELECT key, value FROM tags WHERE run_uuid = $run AND (key = 'mlflow.user' OR key LIKE 'mlflow.source.%') ORDER BY key",
        static row => (row.GetString(0), row.GetString(1)), ("$run", run));

    /// <summary>Closes the store, which moves its log into the database. What was not committed is gone.</summary>
    public void Dispose()
    {
        Rollback();
        _metrics.Dispose();
        _statements.Dispose();
        _connection.Dispose();
    }

    private static string NewId() => Guid.NewGuid().ToString("n");

    private long? FindExperiment(string name) =>
        _statements.Scalar("SELECT experiment_id FROM experiments WHERE name = $name" + _ofDefaultWorkspace, ("$name", name)) as long?;
}
