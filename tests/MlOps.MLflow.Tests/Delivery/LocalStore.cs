using Microsoft.Data.Sqlite;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Tests.MLflow.Delivery;

/// <summary>A store of a test's own, and what is in it, seen with other eyes than those of the delivery.</summary>
internal sealed class LocalStore : IDisposable
{
    private readonly TempFolder _folder = new();

    public LocalStore()
    {
        Location = new StoreLocation(_folder.PathOf(".mlops"));
        Recorder = new Recorder(Location, new Faults(Shown), ringCapacity: 1024);
    }

    public StoreLocation Location { get; }

    public Recorder Recorder { get; }

    /// <summary>What the user was told.</summary>
    public StringWriter Shown { get; } = new();

    public Run Begin(string experiment) => Run.Begin(Recorder, new TrackedMethod("Demo.Trainer.Train") { Experiment = experiment, IsNested = false });

    public IReadOnlyList<RunContents> ReadRuns()
    {
        Recorder.Flush();
        using var connection = new SqliteConnection($"Data Source={Location.DatabasePath};Mode=ReadOnly;Pooling=False");
        connection.Open();
        return [.. Query(connection, "SELECT run_uuid, name, status, coalesce(end_time, 0), artifact_uri FROM runs",
            row => new RunContents
            {
                LocalId = row.GetString(0),
                Name = row.GetString(1),
                Status = row.GetString(2),
                EndTime = row.GetInt64(3),
                Params = Texts(connection, "SELECT key || '=' || value FROM params WHERE run_uuid = $run", row.GetString(0)),
                Tags = Texts(connection, "SELECT key || '=' || value FROM tags WHERE run_uuid = $run", row.GetString(0)),
                Points = PointsOf(connection, row.GetString(0)),
                Inputs = Texts(connection, "SELECT d.name || ' ' || d.digest FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id WHERE i.destination_id = $run", row.GetString(0)),
                Files = FilesOf(row.GetString(4)),
            })];
    }

    public void Dispose()
    {
        Recorder.Dispose();
        _folder.Dispose();
    }

    private static SortedSet<string> FilesOf(string folder) => !Directory.Exists(folder) ? [] : new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => RunContents.FileOf(Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes(file))),
        StringComparer.Ordinal);

    private static List<string> PointsOf(SqliteConnection connection, string run) => [.. Query(
        connection,
        "SELECT key, is_nan, value, timestamp, step FROM metrics WHERE run_uuid = $run",
        static row => RunContents.PointOf(row.GetString(0), row.GetBoolean(1) ? double.NaN : row.GetDouble(2), row.GetInt64(3), row.GetInt64(4)),
        run).Order(StringComparer.Ordinal)];

    private static List<string> Texts(SqliteConnection connection, string sql, string run) => [.. Query(connection, sql, static row => row.GetString(0), run).Order(StringComparer.Ordinal)];

    private static List<T> Query<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, string run = "")
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$run", run);
        using var rows = command.ExecuteReader();
        var list = new List<T>();
        while (rows.Read())
        {
            list.Add(read(rows));
        }

        return list;
    }
}
