namespace MlOps.Search;

/// <summary>Whether a search is for runs that are deleted: MLflow keeps them until <c>mlflow gc</c>.</summary>
public enum RunView
{
    /// <summary>Those that are not deleted.</summary>
    Active,

    /// <summary>Only those that are deleted.</summary>
    Deleted,

    /// <summary>All.</summary>
    All,
}
