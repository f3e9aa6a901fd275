namespace MlOps.MLflow;

/// <summary>What a new version of a registered model is.</summary>
public sealed record NewModelVersion
{
    /// <summary>Where its files are: <c>runs:/ID/path</c>, <c>models:/m-ID</c>, <c>models:/name/version</c>, or a place such as <c>s3://bucket/path</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The run that made it.</summary>
    public string? RunId { get; init; }

    /// <summary>A link to that run elsewhere.</summary>
    public string? RunLink { get; init; }

    /// <summary>The logged model that it is (MLflow 3); older servers pass over it.</summary>
    public string? ModelId { get; init; }

    /// <summary>What is said of it.</summary>
    public string? Description { get; init; }

    /// <summary>Its first tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
