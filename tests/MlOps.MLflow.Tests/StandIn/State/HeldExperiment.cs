namespace MlOps.Tests.MLflow.StandIn.State;

internal sealed class HeldExperiment(string id, string name, long createdAt)
{
    public string Id { get; } = id;

    public string Name { get; set; } = name;

    public string ArtifactLocation { get; init; } = $"mlflow-artifacts:/{id}";

    public string ArtifactPath => ArtifactLocation.Split(":/", 2)[1].TrimStart('/');

    public bool IsDeleted { get; set; }

    public string LifecycleStage => IsDeleted ? "deleted" : "active";

    public long CreationTime { get; } = createdAt;

    public long LastUpdateTime { get; set; } = createdAt;

    public OrderedDictionary<string, string> Tags { get; } = [];
}
