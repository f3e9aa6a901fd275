using System.Reflection;

namespace MlOps.Provenance;

/// <summary>Where a run comes from: tags under MLflow's own names, and ours under <c>mlops.</c>.</summary>
internal static class RunProvenance
{
    private static readonly Lazy<GitHead?> s_git = new(static () =>
        GitHead.Find(AppContext.BaseDirectory) ?? GitHead.Find(Directory.GetCurrentDirectory()));

    private static readonly string? s_version =
        typeof(RunProvenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static string User => Environment.UserName;

    /// <summary>The program, as <c>argv[0]</c> names it.</summary>
    public static string SourceName => Environment.GetCommandLineArgs() is [var program, ..] ? program : "";

    public static string ExperimentOf(TrackedMethod? method) =>
        method?.Experiment
        ?? (Environment.GetEnvironmentVariable("MLFLOW_EXPERIMENT_NAME") is { Length: > 0 } name ? name : "Default");

    public static IReadOnlyList<KeyValuePair<string, string>> TagsOf(Run run)
    {
        var tags = new List<KeyValuePair<string, string>>();
        Add("mlflow.runName", run.Name);
        Add("mlflow.user", User);
        Add("mlflow.source.name", SourceName);
        Add("mlflow.source.type", "LOCAL");
        Add("mlflow.source.git.commit", s_git.Value?.Commit);
        Add("mlflow.source.git.branch", s_git.Value?.Branch);
        Add("mlflow.parentRunId", run.ParentId);
        Add("mlops.method", run.Method?.Name);
        Add("mlops.code.fingerprint", run.Method?.Fingerprint);
        Add("mlops.code.configuration", run.Method?.Configuration);
        Add("mlops.version", s_version);
        tags.AddRange(run.Method?.Tags ?? []);
        return tags;

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                tags.Add(new(key, value));
            }
        }
    }
}
