namespace MlOps.Tests.MLflow.StandIn.Protocol;

/// <summary>Finds the endpoint of a request. Every one has a second address, which the user interface uses.</summary>
internal sealed class RouteTable(IReadOnlyList<Route> routes)
{
    private readonly ILookup<string, Route> _fixed = routes.Where(static route => !route.Path.Contains('{')).ToLookup(static route => route.Path);
    private readonly Route[] _varying = [.. routes.Where(static route => route.Path.Contains('{'))];

    public Answer Answer(Request request, ServerVersion version)
    {
        var path = request.RawPath.StartsWith("/ajax-api/", StringComparison.Ordinal) ? "/" + request.RawPath["/ajax-".Length..] : request.RawPath;
        var method = request.Method == "HEAD" ? "GET" : request.Method;
        var allowed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var route in _fixed[path].Concat(_varying))
        {
            if (route.Match(path) is not { } parts)
            {
                continue;
            }

            if (route.Method == method)
            {
                return route.Answer(request, version, parts);
            }

            allowed.Add(route.Method);
        }

        return allowed.Count == 0 ? Protocol.Answer.NotFound() : Protocol.Answer.MethodNotAllowed([.. allowed.Append("OPTIONS").Order(StringComparer.Ordinal)]);
    }
}
