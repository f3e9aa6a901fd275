using Microsoft.Data.Sqlite;

namespace MlOps.Store;

/// <summary>Reads runs from a store, while others may be writing to it.</summary>
public sealed partial class RunReader : IDisposable
{
    private const string RunColumns = "SELECT " + RunValues + " FROM runs r " + RunJoins + " WHERE r.lifecycle_stage = 'active'";

    private const string RunValues = "r.run_uuid, e.name, r.name, r.status, r.start_time, r.end_time, m.value, p.value";

    private const string RunJoins =
        """
        JOIN experiments e ON e.experiment_id = r.experiment_id
        LEFT JOIN tags m ON m.run_uuid = r.run_uuid AND m.key = 'mlops.method'
        LEFT JOIN tags p ON p.run_uuid = r.run_uuid AND p.key = 'mlflow.parentRunId'
        """;

    private const long LastMillisecond = 253_402_300_799_999; // The end of the year 9999.

    // A path in a foreign database may lead anywhere, to the root of a disk even.
    private const int MostArtifacts = 10_000;

    private readonly SqliteConnection _connection;

    private RunReader(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the store for reading.</summary>
    /// <param name="location">Where it lies.</param>
    /// <exception cref="StoreException">There is no store, or the file is not one.</exception>
    public static RunReader Open(StoreLocation location) => new(Connect(location));

    /// <summary>The runs, newest first.</summary>
    /// <param name="experiment">Only those of this experiment; <see langword="null"/> for all.</param>
    public IReadOnlyList<RecordedRun> List(string? experiment = null) => experiment is null
        ? Query(RunColumns + " ORDER BY r.start_time DESC, r.rowid DESC", ReadRun)
        : Query(RunColumns + " AND e.name = $experiment ORDER BY r.start_time DESC, r.rowid DESC", ReadRun, ("$experiment", experiment));

    /// <summary>Finds one run.</summary>
    /// <param name="id">Its id, a prefix of it that no other run has, or <c>latest</c>: the newest that is not nested in another.</param>
    /// <exception cref="StoreException">No run is meant, or several are.</exception>
    public RecordedRun Find(string id)
    {
        if (id.Length == 0)
        {
            throw new StoreException("Give a run id, the beginning of one, or 'latest'.");
        }

        var runs = id == "latest"
            ? Query(RunColumns + " ORDER BY p.value IS NOT NULL, r.start_time DESC, r.rowid DESC LIMIT 1", ReadRun)
            : Query(RunColumns + " AND substr(r.run_uuid, 1, length($id)) = $id LIMIT 2", ReadRun, ("$id", id));
        return runs switch
        {
            [var only] => only,
            [] when id == "latest" => throw new StoreException("The store has no runs yet."),
            [] => throw new StoreException($"No run has an id that begins with '{id}'. 'mlops runs list' shows them all."),
            _ => throw new StoreException($"Several runs have ids that begin with '{id}'. Give more digits."),
        };
    }

    /// <summary>Everything about one run.</summary>
    /// <param name="run">The run, from <see cref="List"/> or <see cref="Find"/>.</param>
    public RecordedRunDetails Details(RecordedRun run)
    {
        var folder = ArtifactFolder(run.RunId);
        return new RecordedRunDetails(
            run,
            Pairs("SELECT key, value FROM params WHERE run_uuid = $run", run.RunId),
            Metrics(run.RunId),
            Pairs("SELECT key, value FROM tags WHERE run_uuid = $run", run.RunId),
            Query(
                """
                SELECT d.name, d.digest, d.dataset_source_type, d.dataset_source FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
                WHERE i.destination_id = $run AND i.source_type = 'DATASET' AND i.destination_type = 'RUN' ORDER BY d.name, d.digest
                """,
                static row => new RecordedDataset(row.GetString(0), row.GetString(1), DatasetSource.FromJson(row.GetString(2), row.GetString(3))),
                ("$run", run.RunId)),
            Artifacts(folder),
            folder);
    }

    /// <summary>The values of one metric, in order of step and time.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metric">The name of the metric.</param>
    /// <returns>The values, read as they are enumerated.</returns>
    public IEnumerable<RecordedValue> History(RecordedRun run, string metric)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT step, timestamp, value, is_nan FROM metrics WHERE run_uuid = $run AND key = $key ORDER BY step, timestamp, value";
        command.Parameters.AddWithValue("$run", run.RunId);
        command.Parameters.AddWithValue("$key", metric);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return new RecordedValue(rows.GetInt64(0), Time(rows, 1), rows.GetBoolean(3) ? double.NaN : Infinite(rows.GetDouble(2)));
        }
    }

    /// <summary>The course of one metric in a few numbers: the mean of the finite values in equally long spans of steps.</summary>
    /// <param name="run">The run.</param>
    /// <param name="metric">The name of the metric.</param>
    /// <param name="spans">How many spans there are at most; those without a value are left out.</param>
    public IReadOnlyList<double> Course(RecordedRun run, string metric, int spans) => Query(
        """
        SELECT avg(value) FROM metrics, (SELECT min(step) AS first, max(step) AS last FROM metrics WHERE run_uuid = $run AND key = $key)
        WHERE run_uuid = $run AND key = $key AND NOT is_nan AND abs(value) < 1.7976931348623157e308
        GROUP BY CAST((step - first) * 1.0 * $spans / (last - first + 1) AS INTEGER) ORDER BY min(step)
        """,
        static row => row.GetDouble(0),
        ("$run", run.RunId), ("$key", metric), ("$spans", spans));

    /// <summary>Ends reading.</summary>
    public void Dispose() => _connection.Dispose();

    private static RecordedRun ReadRun(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        Text(row, 2) ?? "",
        Text(row, 6),
        Text(row, 3) ?? "",
        Time(row, 4),
        Time(row, 5),
        Text(row, 7));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static DateTimeOffset? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) || row.GetInt64(column) is < 0 or > LastMillisecond ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    private static string[] Artifacts(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var files = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Take(MostArtifacts)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .ToArray();
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private string ArtifactFolder(string run)
    {
        var uri = Query("SELECT artifact_uri FROM runs WHERE run_uuid = $run", static row => Text(row, 0), ("$run", run)).SingleOrDefault() ?? "";
        return uri.StartsWith("file:", StringComparison.Ordinal) && Uri.TryCreate(uri, UriKind.Absolute, out var parsed) ? parsed.LocalPath : uri;
    }

    private SortedDictionary<string, string> Pairs(string sql, string run)
    {
        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Query(sql, static row => (row.GetString(0), Text(row, 1) ?? ""), ("$run", run)))
        {
            pairs[key] = value;
        }

        return pairs;
    }

    private SortedDictionary<string, RecordedMetric> Metrics(string run)
    {
        const string Sql =
            """
            SELECT l.key, l.value, l.is_nan, l.step, COUNT(*),
                MIN(CASE WHEN m.is_nan THEN NULL ELSE m.value END), MAX(CASE WHEN m.is_nan THEN NULL ELSE m.value END)
            FROM latest_metrics l JOIN metrics m ON m.run_uuid = l.run_uuid AND m.key = l.key
            WHERE l.run_uuid = $run GROUP BY l.key
            """;
        var metrics = new SortedDictionary<string, RecordedMetric>(StringComparer.Ordinal);
        foreach (var (name, metric) in Query(Sql, ReadMetric, ("$run", run)))
        {
            metrics[name] = metric;
        }

        return metrics;

        static (string Name, RecordedMetric Metric) ReadMetric(SqliteDataReader row) => (row.GetString(0), new RecordedMetric(
            row.GetBoolean(2) ? double.NaN : Infinite(row.GetDouble(1)),
            row.IsDBNull(5) ? double.NaN : Infinite(row.GetDouble(5)),
            row.IsDBNull(6) ? double.NaN : Infinite(row.GetDouble(6)),
            row.GetInt64(4),
            row.GetInt64(3)));
    }

    /// <summary>MLflow stores infinities as the greatest finite numbers.</summary>
    private static double Infinite(double stored) => stored switch
    {
        double.MaxValue => double.PositiveInfinity,
        double.MinValue => double.NegativeInfinity,
        _ => stored,
    };

    private List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var rows = command.ExecuteReader();
        var list = new List<T>();
        while (rows.Read())
        {
            list.Add(read(rows));
        }

        return list;
    }
}
