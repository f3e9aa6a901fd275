namespace MlOps.MLflow;

/// <summary>What a server can do, as far as asking it tells.</summary>
public sealed record MlflowServerInfo
{
    /// <summary>Its version, such as <c>3.11.2</c>; null for one that does not say.</summary>
    public string? Version { get; init; }

    /// <summary>Whether it has logged models (MLflow 3).</summary>
    public bool HasLoggedModels { get; init; }

    /// <summary>Whether tags of experiments can be deleted (MLflow 3).</summary>
    public bool CanDeleteExperimentTags { get; init; }

    /// <summary>Whether the history of metrics comes in pages (MLflow 3); without, it comes at once.</summary>
    public bool HasPagedHistory { get; init; }

    /// <summary>Whether it has workspaces, and they are on.</summary>
    public bool HasWorkspaces { get; init; }
}
