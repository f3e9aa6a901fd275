using MlOps.Search;

namespace MlOps.MLflow.Wire;

/// <summary>MLflow's spelling of a view.</summary>
internal static class ViewTypeText
{
    public static string Of(RunView view) => view switch
    {
        RunView.Active => "ACTIVE_ONLY",
        RunView.Deleted => "DELETED_ONLY",
        RunView.All => "ALL",
        _ => throw new ArgumentOutOfRangeException(nameof(view), view, null),
    };
}
