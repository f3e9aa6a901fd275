using System.Globalization;

namespace MlOps.Store;

/// <summary>The folder <c>.mlops</c>, which holds the MLflow database and the artifacts.</summary>
/// <param name="Folder">Its full path.</param>
public sealed record StoreLocation(string Folder)
{
    private const string FolderName = ".mlops";

    /// <summary>The MLflow database.</summary>
    public string DatabasePath => Path.Combine(Folder, "mlflow.db");

    /// <summary>
    /// The store of the current directory: <c>$MLOPS_HOME</c> names the folder itself; else the nearest ancestor that has a
    /// <c>.mlops</c>; else one at the git root; else one in the current directory. Nothing is made by asking.
    /// </summary>
    public static StoreLocation Resolve() =>
        Resolve(Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable("MLOPS_HOME"));

    internal static StoreLocation Resolve(string currentDirectory, string? home)
    {
        if (!string.IsNullOrWhiteSpace(home))
        {
            return new StoreLocation(Path.GetFullPath(home, currentDirectory));
        }

        var existing = Ancestors(currentDirectory).FirstOrDefault(static folder => Directory.Exists(Path.Combine(folder, FolderName)));
        var gitRoot = Ancestors(currentDirectory).FirstOrDefault(static folder => Path.Exists(Path.Combine(folder, ".git")));
        return new StoreLocation(Path.Combine(existing ?? gitRoot ?? currentDirectory, FolderName));
    }

    internal string ArtifactRoot => Path.Combine(Folder, "artifacts");

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
