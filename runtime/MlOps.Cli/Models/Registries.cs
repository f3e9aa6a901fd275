using MlOps.MLflow;
using MlOps.MLflow.Options;
using MlOps.Store;

namespace MlOps.Cli.Models;

/// <summary>Which registry is meant: that of the server which the environment names, or else the embedded one.</summary>
internal static class Registries
{
    public static IRegistry Open(bool isLocal)
    {
        var options = isLocal ? null : MlflowOptions.FromEnvironment();
        var uri = options?.RegistryUri ?? options?.TrackingUri;
        return uri is not null && !IsOfThisMachine(uri)
            ? new ServerRegistry(options! with { TrackingUri = options.TrackingUri is { } tracking && MlflowAddress.IsServer(tracking) ? tracking : uri })
            : new EmbeddedRegistry(StoreLocation.Resolve());
    }

    private static bool IsOfThisMachine(string uri) =>
        uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase)
        || !(uri.Contains("://", StringComparison.Ordinal) || uri.StartsWith("databricks", StringComparison.Ordinal));
}
