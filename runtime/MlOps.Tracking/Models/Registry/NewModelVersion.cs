namespace MlOps.Models.Registry;

/// <summary>A version of a model that is to be registered.</summary>
/// <param name="Name">The model.</param>
/// <param name="Source">Where its files lie.</param>
internal sealed record NewModelVersion(string Name, string Source)
{
    public string? RunId { get; init; }

    public string? User { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyList<string> Aliases { get; init; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
