using Microsoft.Data.Sqlite;

namespace MlOps.Store;

/// <summary>Opens connections to the database of a store.</summary>
internal static class StoreConnection
{
    // A reader waits this long in the rare moments when the whole database is locked.
    private const int ReaderSeconds = 30;

    // A writer waits by itself for the write lock; this is for the rest, such as the moment when a database is made.
    private const int WriterSeconds = 1;

    public static SqliteConnection OpenToWrite(StoreLocation location)
    {
        var connection = Open(location, SqliteOpenMode.ReadWriteCreate, WriterSeconds);

        try
        {
            StoreSchema.Check(connection, location); // Even the pragmas below would change a file.

            // With a write-ahead log a commit is one append, readers never wait, and a killed process loses no commit. The log
            // is moved into the database every 16 MiB: each time costs two waits for the disk.
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4096;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static SqliteConnection OpenToRead(StoreLocation location) => Open(location, SqliteOpenMode.ReadWrite, ReaderSeconds);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(StoreLocation location, SqliteOpenMode mode, int timeoutSeconds)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = location.DatabasePath,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = timeoutSeconds,
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
