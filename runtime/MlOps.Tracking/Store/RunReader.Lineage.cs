using Microsoft.Data.Sqlite;
using MlOps.Models.Registry;

namespace MlOps.Store;

// What came from what.
public sealed partial class RunReader
{
    private const string InputColumns =
        """
        SELECT DISTINCT d.name, d.digest, d.dataset_source_type, d.dataset_source, d.dataset_schema
        FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id JOIN runs r ON r.run_uuid = i.destination_id
        WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' AND r.lifecycle_stage = 'active'
        """;

    /// <summary>The run of that id, or null.</summary>
    internal RecordedRun? Get(string run) => Query(RunColumns + " AND r.run_uuid = $run", ReadRun, ("$run", run)).SingleOrDefault();

    /// <summary>The runs whose ids begin so, newest first.</summary>
    internal IReadOnlyList<RecordedRun> BeginningWith(string id, int most) => Query(
        RunColumns + " AND substr(r.run_uuid, 1, length($id)) = $id ORDER BY r.start_time DESC, r.rowid DESC LIMIT $most", ReadRun, ("$id", id), ("$most", most));

    /// <summary>The ids of nested runs by that of the run they are nested in, in the order of their beginnings.</summary>
    internal ILookup<string, string> Nesting() => Query(
        """
        SELECT t.value, t.run_uuid FROM tags t JOIN runs r ON r.run_uuid = t.run_uuid
        WHERE t.key = 'mlflow.parentRunId' AND t.value IS NOT NULL AND r.lifecycle_stage = 'active' ORDER BY r.start_time, r.rowid
        """,
        static row => (Parent: row.GetString(0), Child: row.GetString(1))).ToLookup(static pair => pair.Parent, static pair => pair.Child, StringComparer.Ordinal);

    /// <summary>The data sets that a run read.</summary>
    internal IReadOnlyList<RecordedInput> InputsOf(string run) =>
        Query(InputColumns + " AND i.destination_id = $run ORDER BY d.name, d.digest", ReadInput, ("$run", run));

    /// <summary>Everything that any run read.</summary>
    internal IReadOnlyList<RecordedInput> Inputs() => Query(InputColumns + " ORDER BY d.name, d.digest", ReadInput);

    internal IReadOnlyDictionary<string, string> TagsOf(string run) => Pairs("SELECT key, value FROM tags WHERE run_uuid = $run", run);

    internal (string Folder, IReadOnlyList<string> Paths) ArtifactsOf(string run)
    {
        var folder = ArtifactFolder(run);
        return (folder, Artifacts(folder));
    }

    /// <summary>The versions of all registered models that are not deleted, by name and version.</summary>
    internal IReadOnlyList<RecordedModelVersion> ModelVersions()
    {
        using var statements = new StoreStatements(_connection);
        return new ModelTables(statements).Versions();
    }

    /// <summary>The versions of registered models that a run made.</summary>
    internal IReadOnlyList<RecordedModelVersion> ModelVersionsOf(string run) => [.. ModelVersions().Where(version => version.RunId == run)];

    private static RecordedInput ReadInput(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2) == DatasetSource.Code ? null : DatasetSource.FromJson(row.GetString(2), row.GetString(3)))
        {
            Columns = DatasetTable.ColumnsIn(Text(row, 4)),
        };
}
