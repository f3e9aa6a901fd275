namespace MlOps.Search;

/// <summary>One thing that runs have, such as <c>metrics.accuracy</c>.</summary>
/// <param name="Entity">What kind of thing.</param>
/// <param name="Key">Its name; of an attribute MLflow's own, not one of its aliases.</param>
internal sealed record RunField(RunEntity Entity, string Key)
{
    public const string RunId = "run_id";
    public const string RunName = "run_name";
    public const string StartTime = "start_time";
    public const string EndTime = "end_time";

    /// <summary>The attributes that can be compared and sorted by.</summary>
    public static readonly string[] Attributes = [RunId, RunName, "user_id", "status", StartTime, EndTime, "artifact_uri"];

    /// <summary>What can be compared of a data set.</summary>
    public static readonly string[] DatasetAttributes = ["name", "digest", "context"];

    /// <summary>Whether it is compared as a number: times are milliseconds since 1970.</summary>
    public bool IsNumber => Entity == RunEntity.Metric || (Entity == RunEntity.Attribute && Key is StartTime or EndTime);

    /// <summary>The comparisons that MLflow knows for it.</summary>
    public RunComparison[] Comparisons => this switch
    {
        { IsNumber: true } => s_number,
        { Entity: RunEntity.Param or RunEntity.Tag } => s_keyed,
        { Entity: RunEntity.Dataset } or { Key: RunId } => s_listed,
        _ => s_text,
    };

    public override string ToString() => Entity switch
    {
        RunEntity.Metric => "metrics.",
        RunEntity.Param => "params.",
        RunEntity.Tag => "tags.",
        RunEntity.Attribute => "attributes.",
        _ => "datasets.",
    } + FilterText.Key(Key);

    private static readonly RunComparison[] s_number =
    [
        RunComparison.Equal, RunComparison.NotEqual, RunComparison.Greater, RunComparison.GreaterOrEqual, RunComparison.Less, RunComparison.LessOrEqual,
    ];

    private static readonly RunComparison[] s_text = [RunComparison.Equal, RunComparison.NotEqual, RunComparison.Like, RunComparison.ILike];

    private static readonly RunComparison[] s_keyed = [.. s_text, RunComparison.IsNull, RunComparison.IsNotNull];

    private static readonly RunComparison[] s_listed = [.. s_text, RunComparison.In, RunComparison.NotIn];
}
