namespace MlOps.MLflow;

/// <summary>The codes of <see cref="MlflowException"/> that programs ask for: MLflow's own, and this client's for what no server said.</summary>
public static class MlflowErrorCode
{
    /// <summary>MLflow: a value is missing or not allowed.</summary>
    public const string InvalidParameterValue = "INVALID_PARAMETER_VALUE";

    /// <summary>MLflow: what was asked for is not there.</summary>
    public const string ResourceDoesNotExist = "RESOURCE_DOES_NOT_EXIST";

    /// <summary>MLflow: what was to be made is there already.</summary>
    public const string ResourceAlreadyExists = "RESOURCE_ALREADY_EXISTS";

    /// <summary>The server has no such call: its version lacks it, or the address is not that of an MLflow server.</summary>
    public const string EndpointNotFound = "ENDPOINT_NOT_FOUND";

    /// <summary>The server wants a user and password or a token, or does not know the ones given.</summary>
    public const string Unauthenticated = "UNAUTHENTICATED";

    /// <summary>The server does not let this user do that.</summary>
    public const string PermissionDenied = "PERMISSION_DENIED";

    /// <summary>The server turns away the host name it was addressed by.</summary>
    public const string HostNotAllowed = "HOST_NOT_ALLOWED";

    /// <summary>The server could not do it just now.</summary>
    public const string TemporarilyUnavailable = "TEMPORARILY_UNAVAILABLE";

    /// <summary>The server wants fewer calls.</summary>
    public const string TooManyRequests = "REQUEST_LIMIT_EXCEEDED";

    /// <summary>The server failed.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>Nothing listens at the address, or it cannot be reached.</summary>
    public const string NotReachable = "NOT_REACHABLE";

    /// <summary>The name of the host is not known.</summary>
    public const string HostNotFound = "HOST_NOT_FOUND";

    /// <summary>No trusted, encrypted connection could be made.</summary>
    public const string TlsFailed = "TLS_FAILED";

    /// <summary>No answer came in time.</summary>
    public const string TimedOut = "TIMED_OUT";

    /// <summary>The connection broke before the answer was complete.</summary>
    public const string ConnectionLost = "CONNECTION_LOST";

    /// <summary>Something answered that is not MLflow, or not its interface.</summary>
    public const string NotMlflow = "NOT_MLFLOW";

    /// <summary>An answer is larger than this client takes.</summary>
    public const string AnswerTooLarge = "ANSWER_TOO_LARGE";

    /// <summary>An option or environment variable cannot be used.</summary>
    public const string InvalidConfiguration = "INVALID_CONFIGURATION";

    /// <summary>What was stored is not what was sent.</summary>
    public const string ContentDiffers = "CONTENT_DIFFERS";

    /// <summary>Artifacts lie where this client cannot go.</summary>
    public const string ArtifactsNotReachable = "ARTIFACTS_NOT_REACHABLE";
}
