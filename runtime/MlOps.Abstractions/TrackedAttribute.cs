namespace MlOps;

/// <summary>
/// Records every call of the method as a run: its parameters, the numbers it returns, how it ended, and which code,
/// data and machine made it. The method itself stays as it is; the build points callers at the recorded version.
/// </summary>
/// <example>
/// <code>
/// [Tracked(Experiment = "iris")]
/// public static Evaluation Train(TrainingOptions options) { … Run.Current.Log("loss", loss, step: epoch); … }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class TrackedAttribute : Attribute
{
    /// <summary>
    /// The experiment that the runs belong to; made when it is missing. Left out: <c>MLFLOW_EXPERIMENT_NAME</c>, else MLflow's <c>Default</c>.
    /// </summary>
    public string? Experiment { get; set; }
}
