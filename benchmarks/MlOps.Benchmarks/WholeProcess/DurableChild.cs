using Microsoft.Data.Sqlite;
using MlOps.Store;

namespace MlOps.Benchmarks.WholeProcess;

/// <summary>What one measured process does: it writes points into the store of the current MLOPS_HOME and exits.</summary>
internal static class DurableChild
{
    private const int CommitEvery = 10_000;

    private static readonly string[] s_names = ["loss", "accuracy", "validation/loss", "validation/accuracy", "learning_rate"];

    /// <summary>As a program does it: a run, and a line for every value.</summary>
    public static void Ours(int points)
    {
        using var run = Run.Begin(new TrackedMethod("Benchmarks.Durable"));
        for (var i = 0; i < points; i++)
        {
            run.Log(s_names[i % s_names.Length], i, i / s_names.Length);
        }
    }

    /// <summary>The least that SQLite's own client needs for the same rows: one prepared statement, its parameters used again.</summary>
    public static void Bare(int points)
    {
        var location = StoreLocation.Resolve();
        var run = Guid.NewGuid().ToString("n");
        using (var store = RunStore.Open(location))
        {
            store.Begin();
            store.WriteRun(run, "bare", 0, 0, location.ArtifactFolder(0, run), "", "");
            store.Commit();
        }

        using var connection = StoreConnection.OpenToWrite(location);
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES ($key, $value, $time, $run, $step, 0)";
        var key = insert.Parameters.Add("$key", SqliteType.Text);
        var value = insert.Parameters.Add("$value", SqliteType.Real);
        var time = insert.Parameters.Add("$time", SqliteType.Integer);
        insert.Parameters.AddWithValue("$run", run);
        var step = insert.Parameters.Add("$step", SqliteType.Integer);
        insert.Prepare();

        for (var i = 0; i < points;)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var end = Math.Min(points, i + CommitEvery); i < end; i++)
            {
                key.Value = s_names[i % s_names.Length];
                value.Value = (double)i;
                time.Value = Environment.TickCount64;
                step.Value = (long)(i / s_names.Length);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }
}
