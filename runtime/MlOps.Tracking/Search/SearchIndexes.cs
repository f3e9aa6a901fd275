using Microsoft.Data.Sqlite;
using MlOps.Store;

namespace MlOps.Search;

/// <summary>
/// Indexes of ours on MLflow's tables, which find runs by the values they have. MLflow's own find values by run only. New
/// stores have them from the beginning; a store of an earlier version, or of MLflow, gets them when it is first searched.
/// </summary>
internal static class SearchIndexes
{
    public const string Sql = """
        CREATE INDEX IF NOT EXISTS mlops_runs ON runs (start_time DESC, run_uuid, lifecycle_stage, experiment_id, status);
        CREATE INDEX IF NOT EXISTS mlops_latest_metrics ON latest_metrics (key, value, is_nan, run_uuid);
        CREATE INDEX IF NOT EXISTS mlops_params ON params (key, value, run_uuid);
        CREATE INDEX IF NOT EXISTS mlops_tags ON tags (key, value, run_uuid);
        """;

    // Made in half a second, while others cannot write. More would surprise whoever only wanted to look.
    private const long FewRows = 200_000;

    private static readonly string[] s_names = ["mlops_runs", "mlops_latest_metrics", "mlops_params", "mlops_tags"];

    public static bool Exist(SqliteConnection connection) =>
        Number(connection, $"SELECT count(*) FROM sqlite_master WHERE type = 'index' AND name IN ('{string.Join("', '", s_names)}')") == s_names.Length;

    /// <summary>Makes them where that is soon done.</summary>
    /// <returns>Whether they are there now.</returns>
    public static bool Ensure(SqliteConnection connection)
    {
        if (Exist(connection))
        {
            return true;
        }

        if (Number(connection, "SELECT max((SELECT ifnull(max(rowid), 0) FROM params), (SELECT ifnull(max(rowid), 0) FROM latest_metrics), (SELECT ifnull(max(rowid), 0) FROM tags))") > FewRows)
        {
            return false;
        }

        try
        {
            Create(connection);
            return true;
        }
        catch (SqliteException)
        {
            return false; // Another program is writing, or the file is not ours to change: the search takes longer and finds the same.
        }
    }

    /// <summary>Makes them, however long that takes. Nobody else can write meanwhile.</summary>
    public static void Create(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        StoreConnection.Execute(connection, Sql);
        transaction.Commit();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
