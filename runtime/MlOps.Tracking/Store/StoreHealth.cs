using Microsoft.Data.Sqlite;
using MlOps.Recovery;

namespace MlOps.Store;

/// <summary>Looks whether a store is whole and can be written. Changes nothing in it.</summary>
public static class StoreHealth
{
    /// <summary>Looks at the store.</summary>
    /// <param name="location">Where it lies.</param>
    /// <returns>One check after the other; the first that fails is often the reason of the others.</returns>
    public static IReadOnlyList<HealthCheck> Check(StoreLocation location)
    {
        if (Directory.Exists(location.DatabasePath) || File.Exists(location.Folder))
        {
            var (path, what) = File.Exists(location.Folder) ? (location.Folder, "a file, not a folder") : (location.DatabasePath, "a folder, not a file");
            return [new("store", false, $"'{path}' is {what}: nothing can be recorded", "Move it away, or name another folder in MLOPS_HOME.")];
        }

        if (!File.Exists(location.DatabasePath))
        {
            return [new("store", true, $"none yet; the first run makes '{location.DatabasePath}'")];
        }

        try
        {
            using var connection = StoreConnection.OpenToRead(location);
            using var statements = new StoreStatements(connection);
            StoreSchema.Check(connection, location);
            return [Size(location), Schema(statements), Integrity(statements, location), Writable(statements, location), Locks(location), Processes(statements)];
        }
        catch (StoreException fault)
        {
            return [new("store", false, fault.Message, "Name another folder in MLOPS_HOME, or do what the message says.")];
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            return [new("store", false, $"'{location.DatabasePath}' cannot be read: {fault.Message}", "Restore it from a copy, or move it away; the next run makes a new one.")];
        }
    }

    private static HealthCheck Size(StoreLocation location)
    {
        var size = new FileInfo(location.DatabasePath).Length / (1024.0 * 1024.0);
        return new("store", true, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"'{location.DatabasePath}', {size:0.0} MiB"));
    }

    private static HealthCheck Schema(StoreStatements statements)
    {
        var version = statements.Scalar("SELECT group_concat(version_num) FROM alembic_version") as string;
        return new("store schema", true, version == MlflowSchema.Version
            ? "that of MLflow 2.12; newer ones open it after 'mlflow db upgrade'"
            : $"upgraded by a newer MLflow (head {version}); we go on working on it");
    }

    private static HealthCheck Integrity(StoreStatements statements, StoreLocation location)
    {
        var problems = statements.Query("PRAGMA integrity_check(10)", static row => row.GetString(0));
        return problems is ["ok"]
            ? new("store integrity", true, "whole")
            : new("store integrity", false, string.Join("; ", problems), $"Rescue what can be read: sqlite3 '{location.DatabasePath}' .recover | sqlite3 rescued.db");
    }

    private static HealthCheck Writable(StoreStatements statements, StoreLocation location)
    {
        try
        {
            statements.Run("BEGIN IMMEDIATE");
            statements.Run("ROLLBACK");
            return new("store can be written", true, "yes");
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == SqliteError.Busy)
        {
            return new("store can be written", false, "another program has had it locked for half a minute", "End that program, or its transaction.");
        }
        catch (SqliteException fault)
        {
            return new("store can be written", false, fault.Message, $"Make '{location.Folder}' and the files in it writable.");
        }
    }

    private static HealthCheck Locks(StoreLocation location)
    {
        using var mark = ProcessMark.Create(location);
        return new("file locks", true, mark.IsLocked
            ? "work here: a process that died is seen at once"
            : $"do not work here: a process that died is seen after {OpenRuns.LongestSilence.TotalSeconds:0} seconds of silence");
    }

    private static HealthCheck Processes(StoreStatements statements)
    {
        var known = statements.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'mlops_open_runs'") is not null;
        var open = known ? (long)statements.Scalar("SELECT COUNT(*) FROM mlops_open_runs")! : 0;
        return new("open runs", true, $"{open}");
    }
}
