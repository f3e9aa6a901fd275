namespace MlOps.Search;

/// <summary>Where MLflow keeps what runs have by key.</summary>
/// <param name="Name">The table, with the columns <c>key</c>, <c>value</c> and <c>run_uuid</c>.</param>
/// <param name="Key">The key in it.</param>
internal sealed record SearchTable(string Name, string Key)
{
    private const string RunNameTag = "mlflow.runName";

    /// <summary>The table of a field; <see langword="null"/> for attributes, which are columns of the run, and for data sets.</summary>
    public static SearchTable? Of(RunField field) => field.Entity switch
    {
        RunEntity.Metric => new("latest_metrics", field.Key),
        RunEntity.Param => new("params", field.Key),
        RunEntity.Tag => new("tags", field.Key),
        _ => null,
    };

    /// <summary>Where a condition looks: at the tag for the name of a run, since old versions of MLflow wrote it nowhere else.</summary>
    public static SearchTable? OfCondition(RunField field) =>
        field is { Entity: RunEntity.Attribute, Key: RunField.RunName } ? new("tags", RunNameTag) : Of(field);

    /// <summary>The column of a run that an attribute is.</summary>
    public static string Column(RunField field) => "r." + field.Key switch
    {
        RunField.RunId => "run_uuid",
        RunField.RunName => "name",
        var key => key,
    };
}
