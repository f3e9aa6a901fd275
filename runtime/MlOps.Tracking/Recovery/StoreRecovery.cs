using Microsoft.Data.Sqlite;
using MlOps.Store;

namespace MlOps.Recovery;

/// <summary>Closes the runs of processes that died, for programs that read a store and record nothing themselves.</summary>
public static class StoreRecovery
{
    /// <summary>Closes what there is to close. A store that is missing, foreign, read-only or busy is left as it is.</summary>
    /// <param name="location">Where the store lies.</param>
    /// <returns>How many runs were closed.</returns>
    public static int CloseDeadRuns(StoreLocation location)
    {
        if (!File.Exists(location.DatabasePath))
        {
            return 0;
        }

        try
        {
            using var connection = StoreConnection.OpenToRead(location);
            using var statements = new StoreStatements(connection);
            StoreSchema.Check(connection, location);
            var runs = new OpenRuns(statements, location);
            if (statements.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'mlops_processes'") is null || !runs.HasDead(DateTimeOffset.UtcNow))
            {
                return 0;
            }

            connection.DefaultTimeout = 1;
            statements.Run("BEGIN IMMEDIATE"); // Whatever goes wrong, closing the connection rolls it back.
            var closed = runs.CloseDead(null, DateTimeOffset.UtcNow);
            statements.Run("COMMIT");
            runs.RemoveMarks(DateTimeOffset.UtcNow);
            return closed;
        }
        catch (Exception fault) when (fault is SqliteException or StoreException or IOException or UnauthorizedAccessException)
        {
            return 0; // Whoever reads the store next says what is wrong with it.
        }
    }
}
