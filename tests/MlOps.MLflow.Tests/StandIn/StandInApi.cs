using System.Net;
using MlOps.Tests.MLflow.StandIn.Files;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.Registry;
using MlOps.Tests.MLflow.StandIn.State;
using MlOps.Tests.MLflow.StandIn.Tracking;
using MlOps.Tests.MLflow.StandIn.Users;

namespace MlOps.Tests.MLflow.StandIn;

/// <summary>What the server does with a request, whatever it came by.</summary>
internal sealed class StandInApi
{
    private readonly RouteTable _routes;
    private readonly BasicAuth? _auth;

    public StandInApi(ServerVersion version, bool basicAuth)
    {
        Version = version;
        _auth = basicAuth ? new(State) : null;
        _routes = new([.. Routes()]);
    }

    public ServerVersion Version { get; }

    public ServerState State { get; } = new();

    public Answer Answer(Request request)
    {
        State.Calls.AddOrUpdate(request.RawPath, 1, static (_, count) => count + 1);
        lock (State.Gate)
        {
            try
            {
                return RefuseForeign(request) ?? _auth?.Refuse(request) ?? _routes.Answer(request, Version);
            }
            catch (ApiException error)
            {
                return error.ToAnswer(Version);
            }
        }
    }

    // Since 3.5 a server on the local machine answers only to local names, and no pages of others.
    private Answer? RefuseForeign(Request request)
    {
        if (Version.Major == 2 || request.RawPath is "/health" or "/version")
        {
            return null;
        }

        if (!IsLocal(request.Headers.Host.ToString().Split(':')[0]))
        {
            return Protocol.Answer.Text("Invalid Host header - possible DNS rebinding attack detected", 403, "text/plain");
        }

        var isChange = request.Method is "POST" or "PUT" or "PATCH" or "DELETE";
        return isChange && request.Headers.Origin is [{ } origin] && !IsLocal(new Uri(origin).Host)
            ? Protocol.Answer.Text("Cross-origin request blocked", 403, "text/plain")
            : null;
    }

    private static bool IsLocal(string host) => host is "localhost" or "" || IPAddress.TryParse(host, out _);

    private IEnumerable<Route> Routes()
    {
        IEnumerable<Route> routes =
        [
            new("GET", "/health", null, static _ => Protocol.Answer.Text("OK")),
            new("GET", "/version", null, _ => Protocol.Answer.Text(Version.Text)),
            .. new ExperimentEndpoints(State, Version, _auth).Routes(),
            .. new RunEndpoints(State).Routes(),
            .. new LogEndpoints(State).Routes(),
            .. new InputEndpoints(State, Version).Routes(),
            .. new RunSearchEndpoint(State).Routes(),
            .. new MetricEndpoints(State).Routes(),
            .. new ArtifactEndpoints(State, Version).Routes(),
            .. new RegisteredModelEndpoints(State).Routes(),
            .. new AliasEndpoints(State).Routes(),
            .. new ModelVersionEndpoints(State).Routes(),
            .. _auth == null ? [] : new UserEndpoints(_auth).Routes(),
        ];
        return Version.Major == 2 ? routes : [.. routes, ServerInfo(), .. new LoggedModelEndpoints(State).Routes()];
    }

    private static Route ServerInfo() => new("GET", "/api/3.0/mlflow/server-info", null,
        static _ => Protocol.Answer.Json(new() { ["store_type"] = "SqlStore", ["workspaces_enabled"] = false }));
}
