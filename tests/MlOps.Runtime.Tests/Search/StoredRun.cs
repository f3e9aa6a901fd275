using MlOps.Store;

namespace MlOps.Tests.Search;

/// <summary>A run as a test wants it in a store.</summary>
internal sealed record StoredRun(string Id)
{
    public long? Start { get; init; } = 1_700_000_000_000;

    public string Status { get; init; } = "FINISHED";

    public bool IsDeleted { get; init; }

    public long Experiment { get; init; } = 1;

    public string Name { get; init; } = "run";

    public Dictionary<string, string> Params { get; init; } = [];

    public Dictionary<string, string?> Tags { get; init; } = [];

    public Dictionary<string, double> Metrics { get; init; } = [];

    /// <summary>Digest and context of the data sets.</summary>
    public List<(string Digest, string Context)> Datasets { get; init; } = [];

    /// <summary>Writes runs into a store with the experiments 1, 2 and 3, of which the last is deleted.</summary>
    public static void Write(StoreLocation location, IEnumerable<StoredRun> runs)
    {
        RunStore.Open(location).Dispose();
        using var connection = StoreConnection.OpenToWrite(location);
        using var statements = new StoreStatements(connection);
        statements.Run("BEGIN; INSERT INTO experiments (experiment_id, name, lifecycle_stage) VALUES (1, 'one', 'active'), (2, 'two', 'active'), (3, 'three', 'deleted')");
        foreach (var run in runs)
        {
            run.Write(statements);
        }

        statements.Run("COMMIT");
    }

    private void Write(StoreStatements statements)
    {
        statements.Execute(
            "INSERT INTO runs (run_uuid, name, user_id, status, start_time, lifecycle_stage, artifact_uri, experiment_id) VALUES ($id, $name, 'ada', $status, $start, $stage, '/a', $experiment)",
            ("$id", Id), ("$name", Name), ("$status", Status), ("$start", Start ?? (object)DBNull.Value), ("$stage", IsDeleted ? "deleted" : "active"), ("$experiment", Experiment));
        foreach (var (key, value) in Params)
        {
            statements.Execute("INSERT INTO params (key, value, run_uuid) VALUES ($key, $value, $run)", ("$key", key), ("$value", value), ("$run", Id));
        }

        foreach (var (key, value) in Tags.Append(new("mlflow.runName", Name)))
        {
            statements.Execute("INSERT INTO tags (key, value, run_uuid) VALUES ($key, $value, $run)", ("$key", key), ("$value", value ?? (object)DBNull.Value), ("$run", Id));
        }

        foreach (var (key, value) in Metrics)
        {
            // As MLflow stores them: NaN is 0 with a mark, infinities are the greatest numbers.
            statements.Execute(
                "INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES ($key, $value, 0, 0, $nan, $run)",
                ("$key", key), ("$value", double.IsNaN(value) ? 0 : Math.Clamp(value, double.MinValue, double.MaxValue)), ("$nan", double.IsNaN(value)), ("$run", Id));
        }

        foreach (var (digest, context) in Datasets)
        {
            statements.Execute(
                "INSERT OR IGNORE INTO datasets (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source) VALUES ($id, 1, $name, $digest, 'local', '{}')",
                ("$id", "d-" + digest), ("$name", "data-" + digest), ("$digest", digest));
            statements.Execute(
                "INSERT OR IGNORE INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id) VALUES ($id, 'DATASET', $dataset, 'RUN', $run)",
                ("$id", $"{Id}-{digest}"), ("$dataset", "d-" + digest), ("$run", Id));
            statements.Execute(
                "INSERT OR IGNORE INTO input_tags (input_uuid, name, value) VALUES ($id, 'mlflow.data.context', $context)", ("$id", $"{Id}-{digest}"), ("$context", context));
        }
    }
}
