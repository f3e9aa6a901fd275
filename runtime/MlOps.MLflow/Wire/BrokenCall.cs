using System.Net.Sockets;
using System.Security.Authentication;

namespace MlOps.MLflow.Wire;

/// <summary>Says in words why no answer came, and what helps.</summary>
internal static class BrokenCall
{
    /// <summary>What a failure of the network means.</summary>
    /// <param name="endpoint">The call and where it went.</param>
    /// <param name="server">The server.</param>
    /// <param name="problem">What the runtime says.</param>
    public static MlflowException Read(string endpoint, Uri server, Exception problem)
    {
        var (code, reason, hint, wasNotReceived) = Explain(server, problem);
        return new MlflowException(code, reason, problem)
        {
            Endpoint = endpoint,
            Hint = hint,
            IsTransient = true,
            WasNotReceived = wasNotReceived,
            IsFutileNow = code is MlflowErrorCode.HostNotFound or MlflowErrorCode.TlsFailed,
        };
    }

    /// <summary>The server took the call, or the connection, and said nothing for too long.</summary>
    public static MlflowException TimedOut(string endpoint, TimeSpan timeout) => new(MlflowErrorCode.TimedOut, $"No answer came within {timeout.TotalSeconds:0.#} s.")
    {
        Endpoint = endpoint,
        Hint = "The server is overloaded or stuck, or something between drops the packets. MLFLOW_HTTP_REQUEST_TIMEOUT sets how long to wait.",
        IsTransient = true,
    };

    private static (string Code, string Reason, string? Hint, bool WasNotReceived) Explain(Uri server, Exception problem)
    {
        var error = (problem as HttpRequestException)?.HttpRequestError ?? HttpRequestError.Unknown;
        var socket = Inner<SocketException>(problem)?.SocketErrorCode;
        return error switch
        {
            HttpRequestError.NameResolutionError => (MlflowErrorCode.HostNotFound, $"The host '{server.Host}' is not known.",
                "See that the tracking URI is spelled right, and that this machine is in the network that knows the name.", true),
            HttpRequestError.SecureConnectionError => (MlflowErrorCode.TlsFailed, $"No secure connection could be made: {Words(Inner<AuthenticationException>(problem) ?? problem)}",
                server.Scheme == Uri.UriSchemeHttps
                    ? "Where the server's certificate is of your own authority, name that authority's PEM file in MLFLOW_TRACKING_SERVER_CERT_PATH; where it asks for a client's certificate, name that in MLFLOW_TRACKING_CLIENT_CERT_PATH."
                    : null, true),
            HttpRequestError.ConnectionError when socket is SocketError.ConnectionRefused => (MlflowErrorCode.NotReachable, $"Nothing listens at {server.Host}:{server.Port}.",
                "See that the server runs, and that the tracking URI names its port.", true),
            HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => (MlflowErrorCode.NotReachable, $"{server.Host}:{server.Port} cannot be reached: {Words(problem)}",
                "See that the server runs, and that a firewall or proxy lets this machine through.", true),
            HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError => (MlflowErrorCode.NotMlflow, "What answered does not speak HTTP.",
                "See that the tracking URI names the right port, and https where the server speaks TLS.", false),
            _ when problem is OperationCanceledException => (MlflowErrorCode.NotReachable, $"{server.Host}:{server.Port} takes no connection: it does not answer at all.",
                "See that the server runs, and that a firewall or proxy lets this machine through.", true),
            _ => (MlflowErrorCode.ConnectionLost, "The connection broke before the answer was complete.", null, false),
        };
    }

    private static T? Inner<T>(Exception? problem)
        where T : Exception
    {
        for (; problem is not null; problem = problem.InnerException)
        {
            if (problem is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static string Words(Exception problem) => problem.Message.EndsWith('.') ? problem.Message : problem.Message + ".";
}
