using Microsoft.Data.Sqlite;

namespace MlOps.MLflow.Delivery;

/// <summary>A run of the store, and how much of it a server has.</summary>
internal sealed record OutboxRun
{
    /// <summary>Its id in the store.</summary>
    public required string RunId { get; init; }

    /// <summary>The name of its experiment.</summary>
    public required string Experiment { get; init; }

    public required string Name { get; init; }

    public required string User { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long StartTime { get; init; }

    /// <summary>Milliseconds since 1970; null while it goes on.</summary>
    public required long? EndTime { get; init; }

    public required string Status { get; init; }

    /// <summary>Where its artifacts lie on this machine.</summary>
    public required string Artifacts { get; init; }

    /// <summary>What the run is like now; see <see cref="MlOps.Delivery.DeliveryTables.Stamp"/>.</summary>
    public required string Stamp { get; init; }

    /// <summary>The id of the experiment there, where the environment chose one.</summary>
    public string? RemoteExperiment { get; init; }

    /// <summary>Its id there.</summary>
    public string? RemoteRun { get; init; }

    /// <summary>Where its artifacts go.</summary>
    public string? RemoteArtifacts { get; init; }

    /// <summary>Whether it was created before, perhaps without an answer.</summary>
    public bool MayExist { get; init; }

    /// <summary>The row of metrics up to which the server has them all.</summary>
    public long LastMetric { get; init; }

    /// <summary>How many those are.</summary>
    public long MetricCount { get; init; }

    public bool HasEnded => Status != "RUNNING" && Status != "SCHEDULED";

    /// <summary>The columns of <see cref="Read"/>, of a run <c>r</c>, its experiment <c>e</c> and its delivery <c>d</c>.</summary>
    public const string Columns =
        $"""
        r.run_uuid, e.name, r.name, r.user_id, r.start_time, r.end_time, r.status, r.artifact_uri, {MlOps.Delivery.DeliveryTables.Stamp},
        d.remote_experiment, d.remote_run, d.artifact_uri, d.may_exist, d.last_metric, d.metric_count
        """;

    public static OutboxRun Read(SqliteDataReader row) => new()
    {
        RunId = row.GetString(0),
        Experiment = row.GetString(1),
        Name = Text(row, 2) ?? "",
        User = Text(row, 3) ?? "",
        StartTime = row.IsDBNull(4) ? 0 : row.GetInt64(4),
        EndTime = row.IsDBNull(5) ? null : row.GetInt64(5),
        Status = Text(row, 6) ?? "",
        Artifacts = FolderOf(Text(row, 7) ?? ""),
        Stamp = Text(row, 8) ?? "",
        RemoteExperiment = Text(row, 9),
        RemoteRun = Text(row, 10),
        RemoteArtifacts = Text(row, 11),
        MayExist = row.GetBoolean(12),
        LastMetric = row.GetInt64(13),
        MetricCount = row.GetInt64(14),
    };

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    // As MLflow itself writes it where it keeps artifacts on its own machine.
    private static string FolderOf(string artifacts) =>
        artifacts.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(artifacts, UriKind.Absolute, out var uri) ? uri.LocalPath : artifacts;
}
