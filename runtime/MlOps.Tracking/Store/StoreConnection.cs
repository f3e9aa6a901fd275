using Microsoft.Data.Sqlite;

namespace MlOps.Store;

/// <summary>Opens connections to the database of a store.</summary>
internal static class StoreConnection
{
    // Another process may hold the write lock for the length of its batch.
    private const int BusySeconds = 30;

    public static SqliteConnection OpenToWrite(StoreLocation location)
    {
        var connection = Open(location, SqliteOpenMode.ReadWriteCreate);

        // With a write-ahead log a commit is one append, readers never wait, and a killed process loses no commit.
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
        return connection;
    }

    public static SqliteConnection OpenToRead(StoreLocation location) => Open(location, SqliteOpenMode.ReadWrite);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(StoreLocation location, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = location.DatabasePath,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
