using Microsoft.Data.Sqlite;

namespace MlOps.Store;

/// <summary>Makes the tables of a new store, and refuses a file that is something else.</summary>
internal static class StoreSchema
{
    public static void Ensure(SqliteConnection connection, StoreLocation location)
    {
        // The write lock first: of two programs that start together, one makes the tables and the other finds them.
        using var transaction = connection.BeginTransaction(deferred: false);
        if (!HasTable(connection, transaction, null))
        {
            Execute(connection, transaction, MlflowSchema.Sql);
            Execute(connection, transaction, "INSERT INTO alembic_version (version_num) VALUES ($version)", ("$version", MlflowSchema.Version));
            Execute(
                connection,
                transaction,
                """
                INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
                VALUES (0, 'Default', $folder, 'active', $now, $now)
                """,
                ("$folder", location.ExperimentFolder(0)),
                ("$now", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        }
        else if (!HasTable(connection, transaction, "alembic_version") || !HasTable(connection, transaction, "latest_metrics") || !HasTable(connection, transaction, "datasets"))
        {
            throw new StoreException(
                $"'{location.DatabasePath}' is a database, but not one of MLflow 2.12 or newer; it was left as it is. " +
                "Move it away, run 'mlflow db upgrade' on it if an older MLflow made it, or name another folder in MLOPS_HOME.");
        }

        Execute(connection, transaction, CodeTable.Sql);
        transaction.Commit();
    }

    private static bool HasTable(SqliteConnection connection, SqliteTransaction transaction, string? name)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND ($name IS NULL OR name = $name) LIMIT 1";
        command.Parameters.AddWithValue("$name", (object?)name ?? DBNull.Value);
        return command.ExecuteScalar() is not null;
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction transaction, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
