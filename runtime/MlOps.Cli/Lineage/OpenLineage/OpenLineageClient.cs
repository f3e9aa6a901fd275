using System.Net.Http.Headers;
using MlOps.Data.Remotes;

namespace MlOps.Cli.Lineage.OpenLineage;

/// <summary>Sends events to a server that takes OpenLineage, such as Marquez.</summary>
internal sealed class OpenLineageClient : IDisposable
{
    private const string DefaultEndpoint = "api/v1/lineage";

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Uri _address;
    private readonly Retry _retry;

    /// <param name="url">The server: <c>$OPENLINEAGE_URL</c>.</param>
    /// <param name="endpoint">The path on it: <c>$OPENLINEAGE_ENDPOINT</c>.</param>
    /// <param name="key">What it knows us by: <c>$OPENLINEAGE_API_KEY</c>.</param>
    /// <param name="retry">How often it is tried.</param>
    /// <exception cref="UriFormatException">That is no address of the web.</exception>
    public OpenLineageClient(string url, string? endpoint, string? key, Retry retry)
    {
        _retry = retry;
        _address = AddressOf(url, string.IsNullOrWhiteSpace(endpoint) ? DefaultEndpoint : endpoint.Trim('/'));
        if (!string.IsNullOrEmpty(key))
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    /// <summary>The address, without what is nobody's business.</summary>
    public string Address => _address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <exception cref="IOException">The server does not take them; the message says how many it took.</exception>
    public async Task SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < events.Count; sent++)
        {
            try
            {
                await _retry.RunAsync(token => SendAsync(events[sent], token), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                var reason = problem is OperationCanceledException ? "it does not answer" : problem.Message;
                throw new IOException(
                    $"'{Address}' took {sent} of {events.Count} events: {reason} Nothing is lost, since the store keeps the runs: run the command again, and what came already does no harm.", problem);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    internal static Uri AddressOf(string url, string endpoint)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var server) || server.Scheme is not ("http" or "https"))
        {
            throw new UriFormatException("The address of an OpenLineage server begins with http:// or https://, as in http://localhost:5000.");
        }

        var path = server.AbsolutePath.TrimEnd('/');
        return new UriBuilder(server) { Path = path.EndsWith("/" + endpoint, StringComparison.Ordinal) ? path : $"{path}/{endpoint}", Fragment = "" }.Uri;
    }

    private async Task<bool> SendAsync(ReadOnlyMemory<byte> told, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(told);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _client.PostAsync(_address, content, cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode)
        {
            return true;
        }

        throw new RemoteException($"it answers {(int)answer.StatusCode} {answer.ReasonPhrase}.{Cure((int)answer.StatusCode)}", passes: Retry.Passes(answer.StatusCode));
    }

    private static string Cure(int status) => status switch
    {
        401 or 403 => " Set OPENLINEAGE_API_KEY.",
        404 => " Set OPENLINEAGE_ENDPOINT, if its path is another one.",
        >= 300 and < 400 => " Give the address to which it leads.",
        _ => "",
    };
}
