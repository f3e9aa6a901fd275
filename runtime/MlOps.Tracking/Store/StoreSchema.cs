using Microsoft.Data.Sqlite;
using MlOps.Search;

namespace MlOps.Store;

/// <summary>Makes the tables of a new store, and refuses a file that is something else before anything in it changes.</summary>
internal static class StoreSchema
{
    /// <summary>Looks without touching: a store, or a file that is still empty, passes.</summary>
    /// <exception cref="StoreException">The database is of an older MLflow, or of another program.</exception>
    public static void Check(SqliteConnection connection, StoreLocation location)
    {
        var tables = TablesOf(connection);
        if (tables.Count == 0 || MlflowSchema.Tables.All(tables.Contains))
        {
            return;
        }

        throw new StoreException(tables.Contains("alembic_version") && tables.Contains("experiments")
            ? $"'{location.DatabasePath}' was made by an MLflow older than 2.12 and was left as it is. Run 'mlflow db upgrade sqlite:///{location.DatabasePath}' " +
              "(keep a copy), or name another folder in MLOPS_HOME."
            : $"'{location.DatabasePath}' is a database, but not one of MLflow, and was left as it is. Move it away, or name another folder in MLOPS_HOME.");
    }

    /// <summary>Makes what is missing. Of two programs that start together, one makes the tables and the other finds them.</summary>
    public static void Ensure(StoreStatements statements, StoreLocation location)
    {
        var tables = statements.Query("SELECT name FROM sqlite_master WHERE type = 'table'", static row => row.GetString(0));
        if (tables.Count == 0)
        {
            foreach (var statement in (string[])[MlflowSchema.Sql, SearchIndexes.Sql, $"INSERT INTO alembic_version (version_num) VALUES ('{MlflowSchema.Version}')"])
            {
                statements.Run(statement);
            }

            statements.Execute(
                """
                INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage, creation_time, last_update_time)
                VALUES (0, 'Default', $folder, 'active', $now, $now)
                """,
                ("$folder", location.ExperimentFolder(0)),
                ("$now", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
        }

        if (!OwnSchema.Tables.All(tables.Contains))
        {
            statements.Run(OwnSchema.Sql);
        }
    }

    private static List<string> TablesOf(SqliteConnection connection)
    {
        using var statements = new StoreStatements(connection);
        return statements.Query("SELECT name FROM sqlite_master WHERE type = 'table'", static row => row.GetString(0));
    }
}
