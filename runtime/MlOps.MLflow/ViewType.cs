namespace MlOps.MLflow;

/// <summary>Whether a search looks at what was deleted.</summary>
public enum ViewType
{
    /// <summary>Only at what was not deleted.</summary>
    ActiveOnly,

    /// <summary>Only at what was deleted and can be restored.</summary>
    DeletedOnly,

    /// <summary>At both.</summary>
    All,
}

/// <summary>MLflow's spelling of a view.</summary>
internal static class ViewTypeText
{
    public static string Of(ViewType view) => view switch
    {
        ViewType.ActiveOnly => "ACTIVE_ONLY",
        ViewType.DeletedOnly => "DELETED_ONLY",
        ViewType.All => "ALL",
        _ => throw new ArgumentOutOfRangeException(nameof(view), view, null),
    };
}
