using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MlOps.Store;

/// <summary>
/// The one statement that runs for every value. It is bound without boxing, and only where it differs from the last one:
/// half the cost of a command with parameters, which is what recording is made of.
/// </summary>
internal sealed class MetricInsert : IDisposable
{
    // An exact duplicate changes nothing, as in MLflow.
    private const string Sql = "INSERT OR IGNORE INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private string? _key;
    private string? _run;

    public MetricInsert(SqliteConnection connection)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(_database, Sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    public void Execute(string run, string key, in MetricPoint point)
    {
        if (!ReferenceEquals(run, _run))
        {
            Check(raw.sqlite3_bind_text(_statement, 4, run));
            _run = run;
        }

        if (!ReferenceEquals(key, _key))
        {
            Check(raw.sqlite3_bind_text(_statement, 1, key));
            _key = key;
        }

        Check(raw.sqlite3_bind_double(_statement, 2, point.Value));
        Check(raw.sqlite3_bind_int64(_statement, 3, point.Timestamp));
        Check(raw.sqlite3_bind_int64(_statement, 5, point.Step));
        Check(raw.sqlite3_bind_int(_statement, 6, point.IsNaN ? 1 : 0));
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement); // Says again what went wrong in the step.
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
