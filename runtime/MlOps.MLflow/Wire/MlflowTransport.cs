using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MlOps.MLflow.Options;

namespace MlOps.MLflow.Wire;

/// <summary>Speaks with one server: credentials, time limits, repetition, and one kind of exception for all that can go wrong.</summary>
internal sealed class MlflowTransport
{
    private const int LongestAnswer = 512 * 1024 * 1024;
    private const int LongestError = 64 * 1024;

    private static readonly MediaTypeHeaderValue s_json = new("application/json");
    private static readonly string s_agent = $"mlops-dotnet/{typeof(MlflowTransport).Assembly.GetName().Version?.ToString(3)}";

    private readonly HttpClient _http;
    private readonly MlflowOptions _options;
    private readonly RetryPolicy _retry;
    private readonly AuthenticationHeaderValue? _credentials;

    public MlflowTransport(MlflowOptions options, string? uri, HttpClient http)
    {
        var address = MlflowAddress.Parse(uri);
        (_options, _http, Server) = (options, http, address.Base);
        _retry = new RetryPolicy(options.MaxRetries, options.RetryPause, options.RetryJitter);
        _credentials = Credentials(options.HasBasic ? options : options with { Username = address.Username, Password = address.Password });
    }

    /// <summary>The server's address, with a slash at its end.</summary>
    public Uri Server { get; }

    /// <summary>Makes a call whose answer says nothing but that it was done.</summary>
    /// <exception cref="MlflowException">It failed.</exception>
    public Task SendAsync(MlflowCall call, CancellationToken cancellationToken) => SendAsync(call, static _ => true, cancellationToken);

    /// <summary>Sends a body that was written before. It is sent once, or as often as the options say, and not looked at.</summary>
    /// <exception cref="MlflowException">It failed.</exception>
    public Task SendAsync(HttpMethod method, string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        SendAsync(new MlflowCall(method, path, json, MayRepeat: true), cancellationToken);

    /// <summary>Makes a call and reads its answer.</summary>
    /// <param name="call">The call.</param>
    /// <param name="read">Reads the answer, which is an object.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="MlflowException">It failed.</exception>
    public Task<T> SendAsync<T>(MlflowCall call, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        _retry.RunAsync(token => AttemptAsync(call, (bytes, endpoint) => Parse(bytes, endpoint, read), token), call.MayRepeat, cancellationToken);

    /// <summary>Makes a call whose answer is a text, such as the server's version.</summary>
    /// <exception cref="MlflowException">It failed.</exception>
    public Task<string> ReadTextAsync(MlflowCall call, CancellationToken cancellationToken) =>
        _retry.RunAsync(token => AttemptAsync(call, static (bytes, _) => Encoding.UTF8.GetString(bytes.Span), token), call.MayRepeat, cancellationToken);

    /// <summary>Runs an exchange that moves a file, which has its own sense of time, with the same repetition and errors.</summary>
    /// <param name="call">What it is called in errors.</param>
    /// <param name="exchange">Sends and receives; its last parameter stops it when nothing has moved for too long.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="MlflowException">It failed.</exception>
    public Task<T> MoveAsync<T>(MlflowCall call, Func<HttpRequestMessage, StallClock, Task<T>> exchange, CancellationToken cancellationToken) =>
        _retry.RunAsync(
            async token =>
            {
                using var clock = new StallClock(_options.Timeout, token);
                using var request = Request(call);
                return await GuardAsync(call, () => exchange(request, clock), clock.Token, token).ConfigureAwait(false);
            },
            call.MayRepeat,
            cancellationToken);

    /// <summary>Sends a request and waits for the head of its answer, which is a success.</summary>
    /// <exception cref="MlflowException">The server refused.</exception>
    public async Task<HttpResponseMessage> StartAsync(HttpRequestMessage request, MlflowCall call, CancellationToken cancellationToken)
    {
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            using var answer = await AnswerReader.ReadAsync(response.Content, LongestError, cancellationToken).ConfigureAwait(false);
            throw RefusedCall.Read(Endpoint(call), response, answer.Bytes.Span);
        }
    }

    /// <summary>A call and where it goes, for messages.</summary>
    public string Endpoint(MlflowCall call) => $"{call} at {Server}";

    private async Task<T> AttemptAsync<T>(MlflowCall call, Func<ReadOnlyMemory<byte>, string, T> read, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.Timeout);
        return await GuardAsync(call, ExchangeAsync, timeout.Token, cancellationToken).ConfigureAwait(false);

        async Task<T> ExchangeAsync()
        {
            using var request = Request(call);
            using var response = await StartAsync(request, call, timeout.Token).ConfigureAwait(false);
            using var answer = await AnswerReader.ReadAsync(response.Content, LongestAnswer, timeout.Token).ConfigureAwait(false);
            return answer.IsComplete
                ? read(answer.Bytes, Endpoint(call))
                : throw new MlflowException(MlflowErrorCode.AnswerTooLarge, $"The answer is larger than {LongestAnswer >> 20} MiB.") { Endpoint = Endpoint(call), Hint = "Ask for fewer results a page." };
        }
    }

    private async Task<T> GuardAsync<T>(MlflowCall call, Func<Task<T>> exchange, CancellationToken timeout, CancellationToken cancellationToken)
    {
        try
        {
            return await exchange().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && timeout.IsCancellationRequested)
        {
            throw BrokenCall.TimedOut(Endpoint(call), _options.Timeout);
        }
        catch (OperationCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw BrokenCall.Read(Endpoint(call), Server, problem); // The handler's own time limit, for a connection.
        }
        catch (Exception problem) when (problem is HttpRequestException or HttpIOException or SocketException or IOException { InnerException: SocketException })
        {
            // A bare SocketException: a connection that is reset before the runtime has looked whom it reaches.
            throw BrokenCall.Read(Endpoint(call), Server, problem);
        }
    }

    private HttpRequestMessage Request(MlflowCall call)
    {
        var request = new HttpRequestMessage(call.Method, call.On(Server));
        request.Headers.TryAddWithoutValidation("User-Agent", s_agent);
        request.Headers.Authorization = _credentials;
        if (_options.Workspace is { } workspace)
        {
            request.Headers.TryAddWithoutValidation("X-MLFLOW-WORKSPACE", workspace);
        }

        if (call.Body is { } body)
        {
            // Its length is known and sent: MLflow 3 reads a chunked body as an empty one.
            request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = s_json } };
        }

        return request;
    }

    private static T Parse<T>(ReadOnlyMemory<byte> bytes, string endpoint, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? read(document.RootElement) : throw new FormatException("It is no object.");
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException or OverflowException or ArgumentOutOfRangeException)
        {
            var isHtml = RefusedCall.LooksLikeHtml(bytes.Span);
            throw new MlflowException(MlflowErrorCode.NotMlflow, isHtml ? "A page for people (HTML) was answered, not MLflow." : $"The answer is not what MLflow says: {problem.Message}", problem)
            {
                Endpoint = endpoint,
                Hint = isHtml
                    ? "See that the tracking URI is that of the server, with the path it is served under, and that no proxy puts a login page before it."
                    : "See that the tracking URI is that of an MLflow server.",
            };
        }
    }

    // Basic goes before a token, as in MLflow's own client.
    private static AuthenticationHeaderValue? Credentials(MlflowOptions options) => options switch
    {
        { HasBasic: true } => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Username}:{options.Password}"))),
        { Token: { Length: > 0 } token } => new("Bearer", Sendable(token.Trim())),
        _ => null,
    };

    private static string Sendable(string token) => token.AsSpan().ContainsAnyExceptInRange('!', '~')
        ? throw new MlflowException(MlflowErrorCode.InvalidConfiguration, "The token has a blank, a line break or another character that no call can carry.")
        {
            Hint = "See that MLFLOW_TRACKING_TOKEN holds the token alone.",
        }
        : token;
}
