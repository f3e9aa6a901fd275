using System.Globalization;
using MlOps.MLflow.Options;

namespace MlOps.MLflow;

// What MLflow's Python client reads from the environment, with the same precedence.
public sealed partial record MlflowOptions
{
    /// <summary>The options in the environment variables and in <c>~/.mlflow/credentials</c>, read as MLflow's own client reads them.</summary>
    /// <exception cref="MlflowException">A variable has a value that means nothing, or two contradict each other.</exception>
    /// <remarks>
    /// <c>MLFLOW_TRACKING_URI</c>, <c>MLFLOW_REGISTRY_URI</c>, <c>MLFLOW_TRACKING_USERNAME</c>, <c>…_PASSWORD</c>, <c>…_TOKEN</c>, <c>…_INSECURE_TLS</c>,
    /// <c>…_SERVER_CERT_PATH</c>, <c>…_CLIENT_CERT_PATH</c>, <c>MLFLOW_WORKSPACE</c>, <c>MLFLOW_HTTP_REQUEST_TIMEOUT</c>, <c>…_MAX_RETRIES</c>,
    /// <c>…_BACKOFF_FACTOR</c> and <c>…_BACKOFF_JITTER</c>. Left unset, the last three are this client's: its pauses are shorter than MLflow's.
    /// </remarks>
    public static MlflowOptions FromEnvironment() => FromEnvironment(
        Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    internal static MlflowOptions FromEnvironment(Func<string, string?> variable, string home)
    {
        var defaults = new MlflowOptions();
        var (fileUser, filePassword) = CredentialsFile.Read(home);
        var options = new MlflowOptions
        {
            TrackingUri = Text("MLFLOW_TRACKING_URI"),
            RegistryUri = Text("MLFLOW_REGISTRY_URI"),
            Username = Text("MLFLOW_TRACKING_USERNAME") ?? fileUser,
            Password = Text("MLFLOW_TRACKING_PASSWORD") ?? filePassword,
            Token = Text("MLFLOW_TRACKING_TOKEN"),
            InsecureTls = Flag("MLFLOW_TRACKING_INSECURE_TLS"),
            ServerCertPath = Text("MLFLOW_TRACKING_SERVER_CERT_PATH"),
            ClientCertPath = Text("MLFLOW_TRACKING_CLIENT_CERT_PATH"),
            Workspace = Text("MLFLOW_WORKSPACE"),
            Timeout = Seconds("MLFLOW_HTTP_REQUEST_TIMEOUT") ?? defaults.Timeout,
            MaxRetries = Count("MLFLOW_HTTP_REQUEST_MAX_RETRIES") ?? defaults.MaxRetries,
            RetryPause = Seconds("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR") ?? defaults.RetryPause,
            RetryJitter = Seconds("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER") ?? defaults.RetryJitter,
        };
        return options.TrackingUri == "databricks" && Text("DATABRICKS_HOST") is { } host && Text("DATABRICKS_TOKEN") is { } token
            ? options with { TrackingUri = host, Username = null, Password = null, Token = token }
            : options;

        string? Text(string name) => variable(name) is { Length: > 0 } text ? text : null;

        bool Flag(string name) => Text(name)?.ToUpperInvariant() switch
        {
            null or "FALSE" or "0" => false,
            "TRUE" or "1" => true,
            _ => throw Refused(name, "true or false"),
        };

        TimeSpan? Seconds(string name) => Text(name) is not { } text
            ? null
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= 86400
                ? TimeSpan.FromSeconds(seconds)
                : throw Refused(name, "a number of seconds, at most a day");

        int? Count(string name) => Text(name) is not { } text
            ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw Refused(name, "a whole number");

        static MlflowException Refused(string name, string wanted) => new(MlflowErrorCode.InvalidConfiguration, $"The environment variable {name} has a value that means nothing.")
        {
            Hint = $"Set it to {wanted}, or unset it.",
        };
    }
}
