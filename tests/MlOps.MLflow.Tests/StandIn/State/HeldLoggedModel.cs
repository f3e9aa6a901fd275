namespace MlOps.Tests.MLflow.StandIn.State;

/// <summary>A model of MLflow 3. Its tags and params come back sorted by key.</summary>
internal sealed class HeldLoggedModel(string id, HeldExperiment experiment, long createdAt)
{
    public string Id { get; } = id;

    public HeldExperiment Experiment { get; } = experiment;

    public string Name { get; init; } = "";

    public string ModelType { get; init; } = "";

    public string SourceRunId { get; init; } = "";

    public string Status { get; set; } = "LOGGED_MODEL_PENDING";

    public long CreationTime { get; } = createdAt;

    public long LastUpdateTime { get; set; } = createdAt;

    public string ArtifactUri => $"{Experiment.ArtifactLocation}/models/{Id}/artifacts";

    public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> Params { get; } = new(StringComparer.Ordinal);

    public List<(HeldRun Run, Point Point)> Metrics { get; } = [];
}
