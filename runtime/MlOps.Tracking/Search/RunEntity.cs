namespace MlOps.Search;

/// <summary>What a filter or an order may speak of, in MLflow's words.</summary>
internal enum RunEntity
{
    Metric,
    Param,
    Tag,
    Attribute,
    Dataset,
}
