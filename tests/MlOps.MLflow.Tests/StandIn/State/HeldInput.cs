namespace MlOps.Tests.MLflow.StandIn.State;

internal sealed record HeldInput(string Name, string Digest, string SourceType, string Source, string Schema, string Profile)
{
    public OrderedDictionary<string, string> Tags { get; init; } = [];
}
