namespace MlOps.Store;

/// <summary>A run as the list of runs shows it.</summary>
/// <param name="RunId">32 hex digits.</param>
/// <param name="Experiment">The name of its experiment.</param>
/// <param name="Name">The name people see.</param>
/// <param name="Method">The tracked method, or <see langword="null"/> when another program made the run.</param>
/// <param name="Status">MLflow's word: <c>RUNNING</c>, <c>FINISHED</c>, <c>FAILED</c>, <c>KILLED</c>, <c>SCHEDULED</c>.</param>
/// <param name="StartTime">When it began, UTC.</param>
/// <param name="EndTime">When it ended, UTC; <see langword="null"/> while it goes on.</param>
/// <param name="ParentRunId">The run it is nested in, if any.</param>
public sealed record RecordedRun(
    string RunId,
    string Experiment,
    string Name,
    string? Method,
    string Status,
    DateTimeOffset? StartTime,
    DateTimeOffset? EndTime,
    string? ParentRunId);

/// <summary>Everything the store holds about a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Params">Its parameters, by key.</param>
/// <param name="Metrics">Its metrics, by name.</param>
/// <param name="Tags">Its tags, by key.</param>
/// <param name="Datasets">The data sets it read.</param>
/// <param name="Artifacts">Paths of its artifacts below <paramref name="ArtifactFolder"/>, with forward slashes.</param>
/// <param name="ArtifactFolder">Where the artifacts lie.</param>
public sealed record RecordedRunDetails(
    RecordedRun Run,
    IReadOnlyDictionary<string, string> Params,
    IReadOnlyDictionary<string, RecordedMetric> Metrics,
    IReadOnlyDictionary<string, string> Tags,
    IReadOnlyList<RecordedDataset> Datasets,
    IReadOnlyList<string> Artifacts,
    string ArtifactFolder);

/// <summary>The history of a metric in five numbers.</summary>
/// <param name="Last">The latest value by MLflow's rule.</param>
/// <param name="Min">The smallest value; NaN is left out unless there is nothing else.</param>
/// <param name="Max">The greatest value, likewise.</param>
/// <param name="Count">Number of values.</param>
/// <param name="LastStep">The step of the latest value.</param>
public sealed record RecordedMetric(double Last, double Min, double Max, long Count, long LastStep);

/// <summary>A data set that a run read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Digest">MD5 of its bytes, 32 hex digits.</param>
/// <param name="Source">Where it lies.</param>
public sealed record RecordedDataset(string Name, string Digest, string Source);

/// <summary>One value of a metric.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Time">When it was logged, UTC.</param>
/// <param name="Value">The value.</param>
public sealed record RecordedValue(long Step, DateTimeOffset? Time, double Value);
