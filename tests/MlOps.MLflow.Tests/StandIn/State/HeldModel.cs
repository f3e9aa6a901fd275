namespace MlOps.Tests.MLflow.StandIn.State;

internal sealed class HeldModel(string name, long createdAt)
{
    public string Name { get; set; } = name;

    public string Description { get; set; } = "";

    public long CreationTime { get; } = createdAt;

    public long LastUpdateTime { get; set; } = createdAt;

    public OrderedDictionary<string, string> Tags { get; } = [];

    /// <summary>Alias to version, as a registry sorts them.</summary>
    public SortedDictionary<string, int> Aliases { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<int, HeldVersion> Versions { get; } = [];

    public int LastVersion { get; set; }
}

internal sealed class HeldVersion(HeldModel model, int version, long createdAt)
{
    public HeldModel Model { get; } = model;

    public int Version { get; } = version;

    public string Source { get; init; } = "";

    public string RunId { get; init; } = "";

    public string RunLink { get; init; } = "";

    public string Description { get; set; } = "";

    public string Stage { get; set; } = "None";

    public long CreationTime { get; } = createdAt;

    public long LastUpdateTime { get; set; } = createdAt;

    public OrderedDictionary<string, string> Tags { get; } = [];
}
