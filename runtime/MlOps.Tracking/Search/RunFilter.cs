namespace MlOps.Search;

/// <summary>
/// Which runs are meant: conditions in MLflow's filter language, all of which must hold. Made from fields, such as
/// <c>RunFilter.Metric("accuracy").GreaterThan(0.9).And(RunFilter.Param("lr").EqualTo("0.01"))</c>. Immutable;
/// <see cref="ToString"/> gives the text that MLflow's servers and its Python client take.
/// </summary>
public sealed class RunFilter
{
    internal RunFilter(params IReadOnlyList<RunCondition> conditions) => Conditions = conditions;

    /// <summary>Every run.</summary>
    public static RunFilter All { get; } = new([]);

    /// <summary>The id of the run.</summary>
    public static ListedField RunId { get; } = new(new RunField(RunEntity.Attribute, RunField.RunId));

    /// <summary>The name of the run.</summary>
    public static TextField RunName { get; } = new(new RunField(RunEntity.Attribute, RunField.RunName));

    /// <summary>The user who ran it.</summary>
    public static TextField UserId { get; } = new(new RunField(RunEntity.Attribute, "user_id"));

    /// <summary>How far the run has come.</summary>
    public static StatusField Status { get; } = new();

    /// <summary>Where the artifacts of the run lie.</summary>
    public static TextField ArtifactUri { get; } = new(new RunField(RunEntity.Attribute, "artifact_uri"));

    /// <summary>When the run began.</summary>
    public static TimeField StartTime { get; } = new(new RunField(RunEntity.Attribute, RunField.StartTime));

    /// <summary>When the run ended. Runs that go on match no comparison.</summary>
    public static TimeField EndTime { get; } = new(new RunField(RunEntity.Attribute, RunField.EndTime));

    /// <summary>The name of a data set that the run read; of several, one must match.</summary>
    public static ListedField DatasetName { get; } = new(new RunField(RunEntity.Dataset, "name"));

    /// <summary>The digest of a data set that the run read.</summary>
    public static ListedField DatasetDigest { get; } = new(new RunField(RunEntity.Dataset, "digest"));

    /// <summary>What a data set was for, such as <c>training</c>.</summary>
    public static ListedField DatasetContext { get; } = new(new RunField(RunEntity.Dataset, "context"));

    internal IReadOnlyList<RunCondition> Conditions { get; }

    /// <summary>The latest value of a metric. Runs without the metric match no comparison.</summary>
    /// <param name="key">Its name.</param>
    /// <exception cref="ArgumentException">MLflow cannot have such a name.</exception>
    public static MetricField Metric(string key) => new(Field(RunEntity.Metric, key));

    /// <summary>The value of a param, which is a text. Runs without the param match no comparison.</summary>
    /// <param name="key">Its name.</param>
    /// <exception cref="ArgumentException">MLflow cannot have such a name.</exception>
    public static KeyedField Param(string key) => new(Field(RunEntity.Param, key));

    /// <summary>The value of a tag. Runs without the tag match no comparison.</summary>
    /// <param name="key">Its name.</param>
    /// <exception cref="ArgumentException">MLflow cannot have such a name.</exception>
    public static KeyedField Tag(string key) => new(Field(RunEntity.Tag, key));

    /// <summary>Reads a filter that is written in MLflow's language, such as <c>metrics.accuracy > 0.9 AND params.lr = '0.01'</c>.</summary>
    /// <param name="text">The text; empty for every run.</param>
    /// <exception cref="RunFilterException">It is no filter; the message says where, what is wrong and what helps.</exception>
    public static RunFilter Parse(string text) => FilterParser.Parse(text);

    /// <summary>The runs that match both.</summary>
    /// <param name="other">The other filter.</param>
    public RunFilter And(RunFilter other) => new([.. Conditions, .. other.Conditions]);

    /// <summary>The filter in MLflow's language; empty for <see cref="All"/>.</summary>
    public override string ToString() => string.Join(" AND ", Conditions);

    private static RunField Field(RunEntity entity, string key)
    {
        FilterText.Key(key); // Here, and not first when the text is asked for, the caller sees what is wrong.
        return new RunField(entity, key);
    }
}
