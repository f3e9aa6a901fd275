using System.Globalization;
using System.Text.Json;
using MlOps.Store;

namespace MlOps.Cli.Lineage.OpenLineage;

/// <summary>
/// Runs as events of <see href="https://openlineage.io">OpenLineage</see> 2-0-2: one when a run began, one when it ended.
/// Told after the fact they are the same as told at once: receivers go by the time in the event.
/// </summary>
internal sealed class OpenLineageEvents(LineageSource source, string jobNamespace)
{
    /// <summary>Who says all this.</summary>
    public const string Producer = "https://github.com/mlops-generators/mlops-generators";

    private const string Spec = "https://openlineage.io/spec/";

    // A run that keeps a picture for each of its steps is not better understood by a million data sets.
    private const int MostOutputs = 1000;

    /// <summary>The events of runs, in the order of their times. A run that MLflow gave no time, or no id of its own making, has none.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Of(IEnumerable<RecordedRun> runs) =>
    [
        .. runs.SelectMany(Of).OrderBy(static told => told.Time).Select(static told => told.Json),
    ];

    private IEnumerable<(DateTimeOffset Time, ReadOnlyMemory<byte> Json)> Of(RecordedRun run)
    {
        if (!Guid.TryParseExact(run.RunId, "N", out var id))
        {
            yield break;
        }

        var tags = source.Reader.TagsOf(run.RunId);
        var job = JobOf(run);
        var inputs = source.Reader.InputsOf(run.RunId)
            .Select(input => OpenLineageDataset.Of(input, input.Source is null ? null : source.History.PathOf(input.Source), tags.GetValueOrDefault("mlflow.source.git.repoURL"), job)).ToArray();
        if (run.StartTime is { } start && run.Status != "SCHEDULED")
        {
            yield return (start, Event("START", start, run, id, tags, inputs, []));
        }

        if (run.EndTime is { } end && Ending(run.Status) is { } ending)
        {
            yield return (end, Event(ending, end, run, id, tags, inputs, OutputsOf(run)));
        }
    }

    private static string? Ending(string status) => status switch { "FINISHED" => "COMPLETE", "FAILED" => "FAIL", "KILLED" => "ABORT", _ => null };

    // A method is what is done again and again; the name of a run is new with each.
    private (string Namespace, string Name) JobOf(RecordedRun run) => (jobNamespace, run.Method is { Length: > 0 } method ? $"{run.Experiment}.{method}" : run.Experiment);

    private IReadOnlyList<OpenLineageDataset> OutputsOf(RecordedRun run)
    {
        var (folder, paths) = source.Reader.ArtifactsOf(run.RunId);
        return
        [
            .. source.Models.Where(model => model.RunId == run.RunId).Select(model => OpenLineageDataset.Of(model, jobNamespace)),
            .. paths.Take(MostOutputs).Select(path => OpenLineageDataset.File(Path.GetFullPath(path, Path.GetFullPath(folder)))),
        ];
    }

    private byte[] Event(
        string type, DateTimeOffset time, RecordedRun run, Guid id, IReadOnlyDictionary<string, string> tags,
        IReadOnlyList<OpenLineageDataset> inputs, IReadOnlyList<OpenLineageDataset> outputs)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("eventType", type);
            writer.WriteString("eventTime", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            WriteRun(writer, run, id, tags, type);
            WriteJob(writer, run, tags);
            WriteDatasets(writer, "inputs", inputs);
            WriteDatasets(writer, "outputs", outputs);
            writer.WriteString("producer", Producer);
            writer.WriteString("schemaURL", Spec + "2-0-2/OpenLineage.json#/$defs/RunEvent");
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private void WriteRun(Utf8JsonWriter writer, RecordedRun run, Guid id, IReadOnlyDictionary<string, string> tags, string type)
    {
        writer.WriteStartObject("run");
        writer.WriteString("runId", id);
        writer.WriteStartObject("facets");
        if (run.ParentRunId is { } parentId && Guid.TryParseExact(parentId, "N", out var parent) && source.Reader.Get(parentId) is { } outer)
        {
            OpenFacet(writer, "parent", "1-0-1", "ParentRunFacet");
            writer.WriteStartObject("run");
            writer.WriteString("runId", parent);
            writer.WriteEndObject();
            writer.WriteStartObject("job");
            writer.WriteString("namespace", jobNamespace);
            writer.WriteString("name", JobOf(outer).Name);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        if (type == "FAIL" && tags.GetValueOrDefault("mlops.error.message") is { } message)
        {
            OpenFacet(writer, "errorMessage", "1-0-1", "ErrorMessageRunFacet");
            writer.WriteString("message", message);
            writer.WriteString("programmingLanguage", ".NET");
            writer.WriteEndObject();
        }

        if (tags.GetValueOrDefault("mlops.code.fingerprint") is { } fingerprint)
        {
            OpenFacet(writer, "tags", "1-0-0", "TagsRunFacet");
            writer.WriteStartArray("tags");
            writer.WriteStartObject();
            writer.WriteString("key", "mlops.code.fingerprint");
            writer.WriteString("value", fingerprint);
            writer.WriteString("source", "INTEGRATION");
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteJob(Utf8JsonWriter writer, RecordedRun run, IReadOnlyDictionary<string, string> tags)
    {
        var (space, name) = JobOf(run);
        writer.WriteStartObject("job");
        writer.WriteString("namespace", space);
        writer.WriteString("name", name);
        writer.WriteStartObject("facets");
        OpenFacet(writer, "jobType", "2-0-3", "JobTypeJobFacet");
        writer.WriteString("processingType", "BATCH");
        writer.WriteString("integration", "MLOPS");
        writer.WriteString("jobType", "RUN");
        writer.WriteEndObject();
        if (OpenLineageDataset.WebAddress(tags.GetValueOrDefault("mlflow.source.git.repoURL")) is { } repository)
        {
            OpenFacet(writer, "sourceCodeLocation", "1-0-1", "SourceCodeLocationJobFacet");
            writer.WriteString("type", "git");
            writer.WriteString("url", repository.AbsoluteUri);
            writer.WriteString("repoUrl", repository.AbsoluteUri);
            WriteKnown(writer, "version", tags.GetValueOrDefault("mlflow.source.git.commit"));
            WriteKnown(writer, "branch", tags.GetValueOrDefault("mlflow.source.git.branch"));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteDatasets(Utf8JsonWriter writer, string name, IReadOnlyList<OpenLineageDataset> datasets)
    {
        writer.WriteStartArray(name);
        foreach (var dataset in datasets)
        {
            writer.WriteStartObject();
            writer.WriteString("namespace", dataset.Namespace);
            writer.WriteString("name", dataset.Name);
            writer.WriteStartObject("facets");
            if (dataset.Version is { } version)
            {
                OpenFacet(writer, "version", "1-0-1", "DatasetVersionDatasetFacet");
                writer.WriteString("datasetVersion", version);
                writer.WriteEndObject();
            }

            if (dataset.Uri is { } uri)
            {
                OpenFacet(writer, "dataSource", "1-0-1", "DatasourceDatasetFacet");
                writer.WriteString("name", dataset.Namespace);
                writer.WriteString("uri", uri.AbsoluteUri);
                writer.WriteEndObject();
            }

            WriteColumns(writer, dataset.Columns);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteColumns(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, string>> columns)
    {
        if (columns.Count == 0)
        {
            return;
        }

        OpenFacet(writer, "schema", "1-1-1", "SchemaDatasetFacet");
        writer.WriteStartArray("fields");
        foreach (var (name, type) in columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("type", type);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void OpenFacet(Utf8JsonWriter writer, string name, string version, string definition)
    {
        writer.WriteStartObject(name);
        writer.WriteString("_producer", Producer);
        writer.WriteString("_schemaURL", $"{Spec}facets/{version}/{definition}.json#/$defs/{definition}");
    }

    private static void WriteKnown(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }
}
