using MlOps.Delivery;

namespace MlOps.MLflow.Delivery;

// What is said of a run once: the server has it as it is noted, or lacks it.
internal sealed partial class Outbox
{
    private const string IsDelivered = $"FROM {DeliveryTables.Facts} f WHERE f.destination = $destination AND f.run_uuid = $run";

    public IReadOnlyList<KeyValuePair<string, string>> NewParams(string run) => Pairs(
        $"SELECT p.key, p.value FROM params p WHERE p.run_uuid = $run AND NOT EXISTS (SELECT 1 {IsDelivered} AND f.kind = '{FactKind.Param}' AND f.key = p.key) ORDER BY p.rowid", run);

    /// <summary>Tags that the server lacks, or has with another value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> NewTags(string run) => Pairs(
        $"""
        SELECT t.key, coalesce(t.value, '') FROM tags t WHERE t.run_uuid = $run
          AND NOT EXISTS (SELECT 1 {IsDelivered} AND f.kind = '{FactKind.Tag}' AND f.key = t.key AND f.value = coalesce(t.value, '')) ORDER BY t.rowid
        """,
        run);

    /// <summary>Tags that the server has and the run no longer.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> GoneTags(string run) => Pairs(
        $"SELECT f.key, f.value {IsDelivered} AND f.kind = '{FactKind.Tag}' AND NOT EXISTS (SELECT 1 FROM tags t WHERE t.run_uuid = $run AND t.key = f.key)", run);

    /// <summary>The data sets that the run read and the server has not been told of.</summary>
    public IReadOnlyList<DatasetInput> NewInputs(string run) => Sql.Query(
        $"""
        SELECT d.name, d.digest, d.dataset_source_type, d.dataset_source, d.dataset_schema, d.dataset_profile, c.value
        FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id LEFT JOIN input_tags c ON c.input_uuid = i.input_uuid AND c.name = '{DatasetContext}'
        WHERE i.destination_id = $run AND i.source_type = 'DATASET' AND i.destination_type = 'RUN'
          AND NOT EXISTS (SELECT 1 {IsDelivered} AND f.kind = '{FactKind.Input}' AND f.key = d.name || ' ' || d.digest)
        """,
        static row => new DatasetInput(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3))
        {
            Schema = row.IsDBNull(4) ? null : row.GetString(4),
            Profile = row.IsDBNull(5) ? null : row.GetString(5),
            Tags = row.IsDBNull(6) ? new Dictionary<string, string>() : new Dictionary<string, string> { [DatasetContext] = row.GetString(6) },
        },
        ("$destination", _destination), ("$run", run));

    /// <summary>The value or state in which the server has something; null if it lacks it.</summary>
    public string? Delivered(string run, string kind, string key) => Sql.Scalar(
        $"SELECT f.value {IsDelivered} AND f.kind = $kind AND f.key = $key", ("$destination", _destination), ("$run", run), ("$kind", kind), ("$key", key)) as string;

    public void SetDelivered(string run, string kind, params IEnumerable<KeyValuePair<string, string>> facts)
    {
        _store.Transact(() =>
        {
            foreach (var (key, value) in facts)
            {
                Sql.Execute(
                    $"INSERT OR REPLACE INTO {DeliveryTables.Facts} (destination, run_uuid, kind, key, value) VALUES ($destination, $run, $kind, $key, $value)",
                    ("$destination", _destination), ("$run", run), ("$kind", kind), ("$key", key), ("$value", value));
            }
        });
    }

    public void SetGone(string run, string kind, string key) => Write(
        $"DELETE FROM {DeliveryTables.Facts} WHERE destination = $destination AND run_uuid = $run AND kind = $kind AND key = $key",
        ("$destination", _destination), ("$run", run), ("$kind", kind), ("$key", key));

    /// <summary>All that the server has of one kind, by key.</summary>
    public Dictionary<string, string> Delivered(string run, string kind) => Sql.Query(
        $"SELECT f.key, f.value {IsDelivered} AND f.kind = $kind",
        static row => KeyValuePair.Create(row.GetString(0), row.GetString(1)),
        ("$destination", _destination), ("$run", run), ("$kind", kind)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Notes that the server does not take something, so that it is not sent again until somebody asks for it.</summary>
    public void SetRefused(string run, string kind, string key, string reason) => SetDelivered(run, FactKind.Refused, KeyValuePair.Create($"{kind} {key}", reason));

    /// <summary>What was refused came through after all.</summary>
    public void SetTaken(string run, string kind, string key) => SetGone(run, FactKind.Refused, $"{kind} {key}");

    /// <summary>Why the server lacks something of a run; null if it took everything.</summary>
    public string? Refusal(string run) => Sql.Scalar(
        $"SELECT 'It does not take the ' || min(f.key) || ' (' || count(*) || ' such): ' || f.value {IsDelivered} AND f.kind = '{FactKind.Refused}' HAVING count(*) > 0",
        ("$destination", _destination), ("$run", run)) as string;

    private void TryRefusedAgain(string? run)
    {
        const string Refused = $"destination = $destination AND kind = '{FactKind.Refused}' AND ($run IS NULL OR run_uuid = $run)";
        var ofRun = run ?? (object)DBNull.Value;
        Write(
            $"""
            UPDATE {DeliveryTables.Runs} SET stamp = NULL, last_metric = 0, metric_count = 0 WHERE destination = $destination
              AND run_uuid IN (SELECT run_uuid FROM {DeliveryTables.Facts} WHERE {Refused})
            """,
            ("$destination", _destination), ("$run", ofRun));
        Write(
            $"""
            DELETE FROM {DeliveryTables.Facts} AS d WHERE d.destination = $destination AND d.kind <> '{FactKind.Refused}' AND EXISTS (
                SELECT 1 FROM {DeliveryTables.Facts} r WHERE r.destination = $destination AND r.run_uuid = d.run_uuid AND r.kind = '{FactKind.Refused}'
                  AND r.key = d.kind || ' ' || d.key AND ($run IS NULL OR r.run_uuid = $run))
            """,
            ("$destination", _destination), ("$run", ofRun));
        Write($"DELETE FROM {DeliveryTables.Facts} WHERE {Refused}", ("$destination", _destination), ("$run", ofRun));
    }

    private const string DatasetContext = "mlflow.data.context";

    private List<KeyValuePair<string, string>> Pairs(string sql, string run) =>
        Sql.Query(sql, static row => KeyValuePair.Create(row.GetString(0), row.GetString(1)), ("$destination", _destination), ("$run", run));
}
