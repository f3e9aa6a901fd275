using System.Globalization;
using System.Reflection;
using System.Text;

namespace MlOps.Provenance;

/// <summary>Where a run comes from: tags under MLflow's own names, and ours under <c>mlops.</c>.</summary>
internal static class RunProvenance
{
    /// <summary>What a tag holds in the oldest MLflow that opens the store.</summary>
    private const int MaxTag = 5000;

    // On a huge repository the run goes without the tag rather than wait.
    private static readonly TimeSpan s_gitLimit = TimeSpan.FromSeconds(1);

    private static readonly Lazy<GitFolder?> s_git = new(static () =>
        GitFolder.Find(AppContext.BaseDirectory) ?? GitFolder.Find(Directory.GetCurrentDirectory()));

    private static readonly Lazy<(GitHead? Head, string? Remote, bool? IsDirty)> s_source = new(static () =>
        s_git.Value is { } git ? (GitHead.Of(git), GitRemote.UrlOf(git), GitStatus.IsDirty(git, s_gitLimit)) : default);

    private static readonly string? s_version =
        typeof(RunProvenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    public static string User => Environment.UserName;

    /// <summary>The program, as <c>argv[0]</c> names it.</summary>
    public static string SourceName => Environment.GetCommandLineArgs() is [var program, ..] ? program : "";

    public static string ExperimentOf(Run run) =>
        run.Experiment is { Length: > 0 } chosen ? chosen
        : Environment.GetEnvironmentVariable("MLFLOW_EXPERIMENT_NAME") is { Length: > 0 } name ? name
        : "Default";

    /// <summary>The experiment by its id, where nothing names one.</summary>
    public static string? ExperimentIdOf(Run run) =>
        run.Experiment is { Length: > 0 } || Environment.GetEnvironmentVariable("MLFLOW_EXPERIMENT_NAME") is { Length: > 0 } ? null
        : Environment.GetEnvironmentVariable("MLFLOW_EXPERIMENT_ID") is { Length: > 0 } id ? id
        : null;

    /// <summary>A line <c>name version</c> for each package, by name; what does not fit is counted in a last line.</summary>
    internal static string Lines(IReadOnlyList<KeyValuePair<string, string>> packages, int limit)
    {
        const int RoomForTheCount = 24;
        var text = new StringBuilder();
        for (var index = 0; index < packages.Count; index++)
        {
            var line = $"{packages[index].Key} {packages[index].Value}";
            if (text.Length + line.Length + 1 > limit - RoomForTheCount)
            {
                return text.Append(CultureInfo.InvariantCulture, $"\n… and {packages.Count - index} more").ToString();
            }

            text.Append(index == 0 ? "" : "\n").Append(line);
        }

        return text.ToString();
    }

    /// <summary>Looks at the repository, the machine and the packages, once; what <see cref="TagsOf"/> needs is known then.</summary>
    public static void Gather(Run run)
    {
        _ = s_source.Value;
        _ = CodeDescription.Of(run.Method?.Assembly);
        _ = Machine.Cpu;
    }

    public static IReadOnlyList<KeyValuePair<string, string>> TagsOf(Run run)
    {
        var tags = new List<KeyValuePair<string, string>>();
        Add(Run.NameTag, run.Name);
        Add("mlflow.user", User);
        Add("mlflow.source.name", SourceName);
        Add("mlflow.source.type", "LOCAL");
        var (head, remote, isDirty) = s_source.Value;
        Add("mlflow.source.git.commit", head?.Commit);
        Add("mlflow.source.git.branch", head?.Branch);
        Add("mlflow.source.git.repoURL", remote);
        Add("mlflow.source.git.dirty", isDirty is { } dirty ? (dirty ? "true" : "false") : null);
        Add("mlflow.parentRunId", run.ParentId);
        Add("mlops.method", run.Method?.Name);
        Add("mlops.code.fingerprint", run.Method?.Fingerprint);
        Add("mlops.code.configuration", run.Method?.Configuration);
        var code = CodeDescription.Of(run.Method?.Assembly);
        Add("mlops.package.versions", Lines(code.Packages, MaxTag));
        Add("mlops.sdk", code.Sdk);
        Add("mlops.os", Machine.OperatingSystemName);
        Add("mlops.cpu", Machine.Cpu);
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
