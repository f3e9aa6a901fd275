using System.Globalization;

namespace MlOps.Store;

/// <summary>The folder <c>.mlops</c>, which holds the MLflow database and the artifacts.</summary>
/// <param name="Folder">Its full path.</param>
public sealed record StoreLocation(string Folder)
{
    internal const string FolderName = ".mlops";

    /// <summary>The MLflow database.</summary>
    public string DatabasePath { get; init; } = Path.Combine(Folder, "mlflow.db");

    /// <summary>
    /// The store of the current directory: <c>$MLOPS_HOME</c> names the folder itself; else <c>$MLFLOW_TRACKING_URI</c>, if it names a path; else
    /// the nearest ancestor that has a <c>.mlops</c>; else one at the git root; else one in the current directory. Nothing is made by asking.
    /// </summary>
    public static StoreLocation Resolve() => Resolve(out _);

    /// <summary>The store of the current directory, and why it is that one.</summary>
    /// <param name="reason">What decided, such as <c>MLOPS_HOME</c>.</param>
    public static StoreLocation Resolve(out string reason) =>
        Resolve(Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable("MLOPS_HOME"), Environment.GetEnvironmentVariable("MLFLOW_TRACKING_URI"), out reason);

    internal static StoreLocation Resolve(string currentDirectory, string? home, string? trackingUri, out string reason)
    {
        if (!string.IsNullOrWhiteSpace(home))
        {
            reason = "MLOPS_HOME";
            return new StoreLocation(Path.GetFullPath(home, currentDirectory));
        }

        if (TrackingUri.Locate(trackingUri, currentDirectory) is { } named)
        {
            reason = "MLFLOW_TRACKING_URI";
            return named;
        }

        if (Ancestors(currentDirectory).FirstOrDefault(static folder => Directory.Exists(Path.Combine(folder, FolderName))) is { } existing)
        {
            reason = "the nearest folder upwards that has one";
            return new StoreLocation(Path.Combine(existing, FolderName));
        }

        if (Ancestors(currentDirectory).FirstOrDefault(static folder => Path.Exists(Path.Combine(folder, ".git"))) is { } gitRoot)
        {
            reason = "the root of the git repository";
            return new StoreLocation(Path.Combine(gitRoot, FolderName));
        }

        reason = "the current directory";
        return new StoreLocation(Path.Combine(currentDirectory, FolderName));
    }

    internal string ArtifactRoot => Path.Combine(Folder, "artifacts");

    internal string ProcessFolder => Path.Combine(Folder, "processes");

    /// <summary>The file whose lock says that a process is alive.</summary>
    internal string ProcessFile(string process) => Path.Combine(ProcessFolder, process);

    /// <summary>Where a process puts artifacts before the recording thread moves them to their place.</summary>
    internal string StagingFolder(string process) => ProcessFile(process) + ".files";

    internal string ExperimentFolder(long experiment) =>
        Path.Combine(ArtifactRoot, experiment.ToString(CultureInfo.InvariantCulture));

    internal string ArtifactFolder(long experiment, string run) => Path.Combine(ExperimentFolder(experiment), run, "artifacts");

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return current.FullName;
        }
    }
}
