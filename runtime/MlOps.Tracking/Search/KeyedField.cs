namespace MlOps.Search;

/// <summary>A param or a tag that a filter compares.</summary>
public sealed class KeyedField : TextField
{
    internal KeyedField(RunField field)
        : base(field)
    {
    }

    /// <summary>The run has it, whatever its value. MLflow 3 and the embedded store know this comparison, MLflow 2 does not.</summary>
    public RunFilter Exists() => new(new NullCondition(Field, RunComparison.IsNotNull));

    /// <summary>The run does not have it. MLflow 3 and the embedded store know this comparison, MLflow 2 does not.</summary>
    public RunFilter IsMissing() => new(new NullCondition(Field, RunComparison.IsNull));
}
