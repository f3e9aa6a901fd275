namespace MlOps;

/// <summary>
/// Records every call of the method as a run: its parameters, the numbers it returns, how it ended, and which code,
/// data and machine made it. The method itself stays as it is; the build points callers at the recorded version.
/// </summary>
/// <example>
/// <code>
/// [Tracked(Experiment = "iris", RunName = "rate {options.LearningRate}")]
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

    /// <summary>
    /// The name of each run, with <c>{parameter}</c> and <c>{parameter.Member}</c> for values of the call, and a format after a
    /// colon if need be: <c>"rate {options.LearningRate:0.000}"</c>. The compiler checks the names. Written in the invariant culture;
    /// braces themselves are doubled. Left out: the name of the method and the first digits of the run's id.
    /// </summary>
    public string? RunName { get; set; }

    /// <summary>Tags of each run, each as <c>"key=value"</c>: <c>Tags = ["team=vision", "stage=research"]</c>.</summary>
    public string[]? Tags { get; set; }

    /// <summary>
    /// Whether a call inside another run becomes a nested run of it (<see langword="true"/>, the default) or a run of its own.
    /// </summary>
    public bool Nested { get; set; } = true;

    /// <summary>
    /// Whether the machine is sampled while it runs (<see langword="true"/>, the default): processors, memory, GPUs, power, heat, as
    /// MLflow's system metrics. The build property <c>MlOpsSilicon</c> switches it off for a project.
    /// </summary>
    public bool Silicon { get; set; } = true;

    /// <summary>What is done about the heat of the machine, by the <c>ThermalGovernor</c> that the training loop asks. Left out, it only looks on.</summary>
    public ThermalPolicy Thermal { get; set; }
}
