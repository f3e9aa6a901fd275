using Microsoft.Data.Sqlite;

namespace MlOps.Store;

/// <summary>Writes runs into the embedded MLflow database. Every statement names its columns, so that a database that a newer MLflow upgraded goes on working.</summary>
internal sealed class RunStore : IDisposable
{
    private readonly StoreLocation _location;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _experiments = new(StringComparer.Ordinal);
    private SqliteTransaction? _transaction;

    private RunStore(StoreLocation location, SqliteConnection connection)
    {
        _location = location;
        _connection = connection;
    }

    /// <summary>Opens the store and makes what is missing of it.</summary>
    /// <exception cref="StoreException">The file is something else than an MLflow database.</exception>
    public static RunStore Open(StoreLocation location)
    {
        StoreFolder.Create(location);
        var connection = StoreConnection.OpenToWrite(location);
        try
        {
            StoreSchema.Ensure(connection, location);
            return new RunStore(location, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Begins a transaction unless one is under way.</summary>
    public void Begin() => _transaction ??= _connection.BeginTransaction(deferred: false);

    public void Commit()
    {
        _transaction?.Commit();
        _transaction?.Dispose();
        _transaction = null;
    }

    public long GetOrCreateExperiment(string name, long timestamp)
    {
        if (_experiments.TryGetValue(name, out var known))
        {
            return known;
        }

        if (FindExperiment(name) is not { } id)
        {
            Execute(
                "INSERT INTO experiments (name, lifecycle_stage, creation_time, last_update_time) VALUES ($name, 'active', $time, $time)",
                ("$name", name), ("$time", timestamp));
            id = FindExperiment(name)!.Value;
            Execute(
                "UPDATE experiments SET artifact_location = $folder WHERE experiment_id = $id",
                ("$folder", _location.ExperimentFolder(id)), ("$id", id));
        }

        return _experiments[name] = id;
    }

    public void WriteRun(string run, string name, long experiment, long start, string artifacts, string user, string source) => Execute(
        """
        INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time, source_version,
            lifecycle_stage, artifact_uri, experiment_id)
        VALUES ($run, $name, 'LOCAL', $source, '', $user, 'RUNNING', $start, '', 'active', $artifacts, $experiment)
        """,
        ("$run", run), ("$name", name), ("$source", source), ("$user", user), ("$start", start), ("$artifacts", artifacts), ("$experiment", experiment));

    public void EndRun(string run, RunStatus status, long end) => Execute(
        "UPDATE runs SET status = $status, end_time = $end WHERE run_uuid = $run",
        ("$status", RunStatusText.Of(status)), ("$end", end), ("$run", run));

    public void WriteParam(string run, string key, string value) => Execute(
        "INSERT INTO params (key, value, run_uuid) VALUES ($key, $value, $run)",
        ("$key", key), ("$value", value), ("$run", run));

    public void WriteTag(string run, string key, string value) => Execute(
        "INSERT INTO tags (key, value, run_uuid) VALUES ($key, $value, $run) ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value",
        ("$key", key), ("$value", value), ("$run", run));

    public bool HasCode(string fingerprint) =>
        Scalar("SELECT 1 FROM mlops_code WHERE fingerprint = $fingerprint", ("$fingerprint", fingerprint)) is not null;

    /// <summary>Keeps what a fingerprint stands for.</summary>
    public void WriteCode(string fingerprint, string closure) => Execute(
        "INSERT OR IGNORE INTO mlops_code (fingerprint, closure) VALUES ($fingerprint, $closure)",
        ("$fingerprint", fingerprint), ("$closure", closure));

    /// <summary>Adds one value to a metric's history; an exact duplicate changes nothing, as in MLflow.</summary>
    public void WriteMetric(string run, string key, MetricPoint point) => Execute(
        "INSERT OR IGNORE INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES ($key, $value, $time, $run, $step, $nan)",
        ("$key", key), ("$value", point.Value), ("$time", point.Timestamp), ("$run", run), ("$step", point.Step), ("$nan", point.IsNaN));

    public void WriteLatest(string run, string key, MetricPoint point) => Execute(
        """
        INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES ($key, $value, $time, $step, $nan, $run)
        ON CONFLICT (key, run_uuid) DO UPDATE SET value = excluded.value, timestamp = excluded.timestamp, step = excluded.step, is_nan = excluded.is_nan
        """,
        ("$key", key), ("$value", point.Value), ("$time", point.Timestamp), ("$step", point.Step), ("$nan", point.IsNaN), ("$run", run));

    /// <summary>Records a data set as an input of a run, once for each name and digest.</summary>
    public void WriteInput(string run, Dataset dataset, string digest)
    {
        var experiment = (long)Scalar("SELECT experiment_id FROM runs WHERE run_uuid = $run", ("$run", run))!;
        Execute(
            """
            INSERT OR IGNORE INTO datasets (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source, dataset_schema, dataset_profile)
            VALUES ($id, $experiment, $name, $digest, 'local', $source, $schema, $profile)
            """,
            ("$id", NewId()), ("$experiment", experiment), ("$name", dataset.Name), ("$digest", digest), ("$source", DatasetSource.ToJson(dataset.Source)),
            ("$schema", DatasetTable.SchemaOf(dataset) ?? (object)DBNull.Value),
            // The build counted the rows of the file that it saw.
            ("$profile", digest == dataset.Digest && DatasetTable.ProfileOf(dataset) is { } profile ? profile : DBNull.Value));
        Execute(
            """
            INSERT OR IGNORE INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id)
            SELECT $id, 'DATASET', dataset_uuid, 'RUN', $run FROM datasets
            WHERE experiment_id = $experiment AND name = $name AND digest = $digest
            """,
            ("$id", NewId()), ("$run", run), ("$experiment", experiment), ("$name", dataset.Name), ("$digest", digest));
    }

    public void Dispose()
    {
        _transaction?.Dispose();
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private static string NewId() => Guid.NewGuid().ToString("n");

    private long? FindExperiment(string name) =>
        Scalar("SELECT experiment_id FROM experiments WHERE name = $name", ("$name", name)) as long?;

    private void Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        Prepare(sql, parameters).ExecuteNonQuery();

    private object? Scalar(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        Prepare(sql, parameters).ExecuteScalar();

    /// <summary>Each statement is compiled once and used again.</summary>
    private SqliteCommand Prepare(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
            {
                command.Parameters.AddWithValue(name, value);
            }

            command.Prepare();
            _commands.Add(sql, command);
        }

        command.Transaction = _transaction;
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].Value = parameters[i].Value;
        }

        return command;
    }
}
