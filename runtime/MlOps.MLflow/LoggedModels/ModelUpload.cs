namespace MlOps.MLflow;

/// <summary>A model whose files are to be stored on a server.</summary>
public sealed record ModelUpload
{
    /// <summary>The run that made it.</summary>
    public required string RunId { get; init; }

    /// <summary>Its name: that of the logged model, and on older servers the folder among the run's artifacts. It has none of <c>/ : . % " '</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The folder with its files, of which one is <c>MLmodel</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>What kind of model it is.</summary>
    public string? ModelType { get; init; }

    /// <summary>The step of the run that made it.</summary>
    public long Step { get; init; }

    /// <summary>Its params, on servers with logged models.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    /// <summary>Its tags, on servers with logged models.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>Where the files of a model were stored.</summary>
/// <param name="Uri">What a model version names as its source: <c>models:/m-ID</c>, or <c>runs:/ID/name</c> on a server without logged models.</param>
/// <param name="ModelId">The logged model; null on a server without.</param>
public sealed record StoredModel(string Uri, string? ModelId);
