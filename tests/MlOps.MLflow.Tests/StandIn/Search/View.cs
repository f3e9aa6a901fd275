namespace MlOps.Tests.MLflow.StandIn.Search;

/// <summary>Whether a search is for what is there, for what is deleted, or for both.</summary>
internal static class View
{
    public static bool Shows(string view, bool isDeleted) => view switch
    {
        "ALL" => true,
        "DELETED_ONLY" => isDeleted,
        _ => !isDeleted,
    };
}
