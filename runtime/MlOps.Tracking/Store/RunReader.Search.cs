using Microsoft.Data.Sqlite;
using MlOps.Search;

namespace MlOps.Store;

// What a search needs of the reader.
public sealed partial class RunReader
{
    /// <summary>A connection to a store that is there and is one.</summary>
    /// <exception cref="StoreException">There is no store, or the file is not one.</exception>
    internal static SqliteConnection Connect(StoreLocation location)
    {
        if (!File.Exists(location.DatabasePath))
        {
            throw new StoreException(
                $"No runs yet: '{location.DatabasePath}' does not exist. Run a program with a [Tracked] method, or set MLOPS_HOME to the folder of a store.");
        }

        SqliteConnection? connection = null;
        try
        {
            connection = StoreConnection.OpenToRead(location);
            StoreSchema.Check(connection, location);
            StoreConnection.Execute(connection, "SELECT run_uuid, lifecycle_stage FROM runs LIMIT 1");
            return connection;
        }
        catch (SqliteException fault)
        {
            connection?.Dispose();
            throw new StoreException($"'{location.DatabasePath}' cannot be read as an MLflow database: {fault.Message}");
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>The runs of those ids, deleted or not, in that order.</summary>
    internal static List<RecordedRun> InOrder(SqliteConnection connection, IEnumerable<string> ids)
    {
        var sql = new SqlText();
        sql.Text = $"SELECT {RunValues} FROM json_each({sql.Value(ConditionSql.Json(ids))}) j CROSS JOIN runs r ON r.run_uuid = j.value {RunJoins} ORDER BY j.key";
        return sql.Query(connection, ReadRun);
    }
}
