using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace MlOps.MLflow.Wire;

/// <summary>Reads an answer that is not a success, and says what helps.</summary>
internal static class RefusedCall
{
    private const int LongestReason = 1000;

    /// <summary>What a refusal says.</summary>
    /// <param name="endpoint">The call and where it went.</param>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its body, or the beginning of it.</param>
    public static MlflowException Read(string endpoint, HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var status = response.StatusCode;
        var (code, message) = Error(body);
        var text = message ?? (LooksLikeHtml(body) ? null : Shorten(Encoding.UTF8.GetString(body)));
        var (ownCode, reason, hint) = Explain(status, code is not null, text, response.Headers.Location);
        return new MlflowException(code ?? ownCode, reason)
        {
            Endpoint = endpoint,
            Status = status,
            Hint = hint,
            IsTransient = IsTransient(status),
            RetryAfter = After(response),
            WasNotReceived = status is HttpStatusCode.TooManyRequests,
        };
    }

    /// <summary>The statuses that MLflow's own client repeats as well.</summary>
    public static bool IsTransient(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    public static bool LooksLikeHtml(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..];

    private static (string Code, string Reason, string? Hint) Explain(HttpStatusCode status, bool isMlflow, string? text, Uri? location) => status switch
    {
        HttpStatusCode.Unauthorized => (MlflowErrorCode.Unauthenticated, Said("The server does not know who asks", text),
            "Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, or write the first two into ~/.mlflow/credentials."),
        HttpStatusCode.Forbidden when text?.Contains("Invalid Host header", StringComparison.Ordinal) == true => (MlflowErrorCode.HostNotAllowed,
            "The server takes no calls under the host name it was addressed by.",
            "Start it with --allowed-hosts and that name (MLflow 3.5 and later want it), or have the proxy before it send a name that it takes."),
        HttpStatusCode.Forbidden => (MlflowErrorCode.PermissionDenied, Said("The server does not let this user do that", text),
            "Ask whoever runs the server for the permission EDIT on the experiment or model, or use another user."),
        HttpStatusCode.NotFound when !isMlflow => (MlflowErrorCode.EndpointNotFound, "There is no such call at this address.",
            "See that the tracking URI is that of the server, with the path it is served under, if any; an older server may also lack the call."),
        HttpStatusCode.MethodNotAllowed when !isMlflow => (MlflowErrorCode.NotMlflow, "What is at this address does not take this call.",
            "See that the tracking URI is that of the server and not of another page, and that http is not redirected to https."),
        HttpStatusCode.RequestEntityTooLarge when !isMlflow => (MlflowErrorCode.NotMlflow, "A proxy before the server does not let a body of this size pass.",
            "Raise its limit (nginx: client_max_body_size)."),
        HttpStatusCode.TooManyRequests => (MlflowErrorCode.TooManyRequests, Said("The server wants fewer calls", text), null),
        HttpStatusCode.ServiceUnavailable => (MlflowErrorCode.TemporarilyUnavailable, Said("The server cannot do it just now", text), null),
        HttpStatusCode.InsufficientStorage => (MlflowErrorCode.InternalError, Said("The server has no room left", text), "Free space where it keeps its database and artifacts."),
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => (MlflowErrorCode.NotMlflow, $"The server sends callers to '{Options.MlflowAddress.Redact(location?.ToString())}'.",
            "Set the tracking URI to the address that it sends to, such as https:// in place of http://, or log in where it is a login page."),
        >= HttpStatusCode.InternalServerError => (MlflowErrorCode.InternalError, Said(string.Create(CultureInfo.InvariantCulture, $"The server failed ({(int)status})"), text),
            text?.Contains("No space left", StringComparison.OrdinalIgnoreCase) == true || text?.Contains("disk is full", StringComparison.OrdinalIgnoreCase) == true
                ? "Free space where the server keeps its database and artifacts."
                : null),
        _ => (isMlflow ? MlflowErrorCode.InvalidParameterValue : MlflowErrorCode.NotMlflow, Said(string.Create(CultureInfo.InvariantCulture, $"The server refused it ({(int)status})"), text), null),
    };

    private static string Said(string what, string? text) => string.IsNullOrWhiteSpace(text) ? what + "." : $"{what}: {text}";

    private static (string? Code, string? Message) Error(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TextOrNull("error_code") is { } code
                ? (code, Shorten(root.Text("message")))
                : default;
        }
        catch (JsonException)
        {
            return default; // A proxy's words, or text.
        }
    }

    /// <summary>One line of bounded length: the text comes from elsewhere and ends in terminals and logs.</summary>
    private static string Shorten(string text)
    {
        var line = new StringBuilder();
        foreach (var part in text[..Math.Min(text.Length, LongestReason)])
        {
            line.Append(char.IsControl(part) ? ' ' : part);
        }

        var clean = line.ToString().Trim();
        return text.Length > LongestReason ? clean + "…" : clean;
    }

    private static TimeSpan? After(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - DateTimeOffset.UtcNow is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };
}
