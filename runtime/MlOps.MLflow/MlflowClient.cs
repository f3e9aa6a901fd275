using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>A client of an MLflow tracking server, 2.12 up to 3.x. One is enough for a program; it may be used by many threads at once.</summary>
public sealed class MlflowClient : IDisposable
{
    private readonly HttpClient? _own;

    /// <summary>Makes a client. Nothing is sent.</summary>
    /// <param name="options">Where the server is, and how to speak with it.</param>
    /// <param name="http">
    /// What sends the calls, such as a client of <c>IHttpClientFactory</c>; null for one made from the options. One that is given brings its
    /// own connections: certificates in the options are then those of <see cref="CreateHandler"/>, if that makes them. It is not disposed of.
    /// </param>
    /// <exception cref="MlflowException">The options name no server, or a certificate in them cannot be read.</exception>
    public MlflowClient(MlflowOptions options, HttpClient? http = null)
    {
        Options = options;
        http ??= _own = MlflowHandler.CreateClient(options);
        Transport = new MlflowTransport(options, options.TrackingUri, http);
        Experiments = new MlflowExperiments(Transport);
        Runs = new MlflowRuns(Transport);
        Artifacts = new MlflowArtifacts(Transport, Runs);
        LoggedModels = new MlflowLoggedModels(Transport, Runs, Artifacts);
        Models = new MlflowModels(options.RegistryUri is { } registry ? new MlflowTransport(options, registry, http) : Transport, Artifacts, LoggedModels);
    }

    /// <summary>Where the server is, and how it is spoken to.</summary>
    public MlflowOptions Options { get; }

    /// <summary>Experiments.</summary>
    public MlflowExperiments Experiments { get; }

    /// <summary>Runs, and what is logged to them.</summary>
    public MlflowRuns Runs { get; }

    /// <summary>Files of runs.</summary>
    public MlflowArtifacts Artifacts { get; }

    /// <summary>The model registry.</summary>
    public MlflowModels Models { get; }

    /// <summary>Logged models (MLflow 3).</summary>
    public MlflowLoggedModels LoggedModels { get; }

    internal MlflowTransport Transport { get; }

    /// <summary>Asks the server what it can do. It only reads.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="MlflowException">The server refuses or cannot be reached.</exception>
    public Task<MlflowServerInfo> ProbeAsync(CancellationToken cancellationToken = default) => ServerProbe.AskAsync(Transport, cancellationToken);

    /// <summary>Makes connections as the options want them (certificates, time limits), for an <see cref="HttpClient"/> of your own.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="MlflowException">A certificate cannot be read.</exception>
    public static SocketsHttpHandler CreateHandler(MlflowOptions options) => MlflowHandler.Create(options);

    /// <summary>Closes the connections that this client made.</summary>
    public void Dispose() => _own?.Dispose();
}
