using MlOps.Store;

namespace MlOps.Cli.Doctor;

/// <summary>What is in force, and where each value comes from.</summary>
internal static class Configuration
{
    public static IEnumerable<HealthCheck> Check()
    {
        var location = StoreLocation.Resolve(out var reason);
        yield return new("configuration: store", true, $"'{location.Folder}' (from {reason})");
        yield return Environment.GetEnvironmentVariable("MLFLOW_EXPERIMENT_NAME") is { Length: > 0 } experiment
            ? new("configuration: experiment", true, $"'{experiment}' where [Tracked] names none (from MLFLOW_EXPERIMENT_NAME)")
            : new("configuration: experiment", true, "'Default' where [Tracked] names none (from nothing: MLFLOW_EXPERIMENT_NAME is not set)");
    }
}
