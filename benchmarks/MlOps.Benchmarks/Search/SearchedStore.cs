using System.Globalization;
using MlOps.Store;

namespace MlOps.Benchmarks.Search;

/// <summary>
/// A store as a team may have it: runs of ten experiments over a year, each with 50 params, 20 metrics, 8 tags and a data
/// set. Accuracy and F1 go together, as they do; teams and optimizers have favourites; one run in twelve fails.
/// </summary>
internal static class SearchedStore
{
    public const int Params = 50;
    public const int Metrics = 20;

    private const long Beginning = 1_700_000_000_000;
    private const long Year = 365L * 24 * 3600 * 1000;

    private static readonly string[] s_optimizers = ["adam", "adam", "adam", "adamw", "sgd"];
    private static readonly string[] s_teams = ["vision", "vision", "vision", "speech", "speech", "ranking", "ads", "search", "fraud", "robotics"];
    private static readonly string[] s_rates = ["0.1", "0.03", "0.01", "0.003", "0.001", "0.001", "0.0003", "0.0001"];

    public static void Fill(StoreLocation location, int runs, bool hasIndexes = true)
    {
        RunStore.Open(location).Dispose();
        using var connection = StoreConnection.OpenToWrite(location);
        using var statements = new StoreStatements(connection);
        if (!hasIndexes)
        {
            statements.Run("DROP INDEX mlops_runs; DROP INDEX mlops_latest_metrics; DROP INDEX mlops_params; DROP INDEX mlops_tags");
        }

        statements.Run("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN");
        for (var i = 1; i <= 10; i++)
        {
            statements.Execute("INSERT INTO experiments (experiment_id, name, lifecycle_stage, creation_time) VALUES ($i, $name, 'active', 0)", ("$i", i), ("$name", $"experiment-{i}"));
        }

        for (var i = 0; i < 50; i++)
        {
            statements.Execute(
                "INSERT INTO datasets (dataset_uuid, experiment_id, name, digest, dataset_source_type, dataset_source) VALUES ($id, 1, $name, $digest, 'local', '{}')",
                ("$id", $"dataset-{i}"), ("$name", $"images-{i}"), ("$digest", $"digest-{i}"));
        }

        var random = new Random(7);
        for (var i = 0; i < runs; i++)
        {
            Write(statements, random, i, Beginning + (Year * i / runs));
        }

        statements.Run("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void Write(StoreStatements statements, Random random, int number, long start)
    {
        var run = Convert.ToHexStringLower(Bytes(random, 16));
        var status = random.Next(100) switch { < 8 => "FAILED", < 12 => "KILLED", 12 => "RUNNING", _ => "FINISHED" };
        var name = string.Create(CultureInfo.InvariantCulture, $"sweep-{number / 100}-{number % 100}");
        var experiment = 1 + (int)(10 * random.NextDouble() * random.NextDouble());
        statements.Execute(
            """
            INSERT INTO runs (run_uuid, name, source_type, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri, experiment_id)
            VALUES ($run, $name, 'LOCAL', 'ada', $status, $start, $end, 'active', '', $experiment)
            """,
            ("$run", run), ("$name", name), ("$status", status), ("$start", start), ("$end", start + 3_600_000), ("$experiment", experiment));

        Param("lr", Pick(random, s_rates));
        Param("optimizer", Pick(random, s_optimizers));
        Param("batch_size", (32 << random.Next(5)).ToString(CultureInfo.InvariantCulture));
        Param("seed", number.ToString(CultureInfo.InvariantCulture));
        for (var i = 4; i < Params; i++)
        {
            Param($"option_{i}", random.Next(1000).ToString(CultureInfo.InvariantCulture));
        }

        var accuracy = Math.Round(1 - Math.Pow(random.NextDouble(), 2), 6);
        Metric("accuracy", accuracy);
        Metric("f1", Math.Round(accuracy - (0.1 * random.NextDouble()), 6));
        Metric("loss", Math.Round(1.2 - accuracy + (0.2 * random.NextDouble()), 6));
        for (var i = 3; i < Metrics; i++)
        {
            Metric($"score_{i}", random.NextDouble());
        }

        var team = Pick(random, s_teams);
        Tag("team", team);
        Tag("mlflow.user", $"{team}-{random.Next(5)}");
        Tag("mlflow.runName", name);
        Tag("mlflow.source.name", "Trainer.dll");
        Tag("mlflow.source.type", "LOCAL");
        Tag("mlflow.source.git.commit", $"commit-{number / 50}");
        Tag("mlops.method", "Team.Trainer.Train");
        Tag("mlops.code.fingerprint", $"fingerprint-{random.Next(2000)}");
        statements.Execute(
            "INSERT INTO inputs (input_uuid, source_type, source_id, destination_type, destination_id) VALUES ($id, 'DATASET', $dataset, 'RUN', $run)",
            ("$id", run), ("$dataset", $"dataset-{random.Next(50)}"), ("$run", run));

        void Param(string key, string value) => statements.Execute("INSERT INTO params (key, value, run_uuid) VALUES ($key, $value, $run)", ("$key", key), ("$value", value), ("$run", run));

        void Tag(string key, string value) => statements.Execute("INSERT INTO tags (key, value, run_uuid) VALUES ($key, $value, $run)", ("$key", key), ("$value", value), ("$run", run));

        void Metric(string key, double value) => statements.Execute(
            "INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid) VALUES ($key, $value, $time, 0, 0, $run)",
            ("$key", key), ("$value", value), ("$time", start), ("$run", run));
    }

    private static string Pick(Random random, string[] values) => values[random.Next(values.Length)];

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
