using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MlOps.Monitoring;

/// <summary>
/// Posts alerts to a web address as Slack's incoming webhooks take them: <c>text</c>, and an attachment with a colour and fields. With a secret
/// each request is signed, so that who receives it can tell that it is from here and not an old one.
/// </summary>
/// <remarks>
/// The signature is in the header <c>X-MlOps-Signature</c>: <c>v1=</c> and the hex digits of HMAC-SHA256, by the secret, of the header
/// <c>X-MlOps-Timestamp</c> (seconds since 1970), a dot, and the body. The header <c>X-MlOps-Delivery</c> is the same for each attempt to deliver
/// one alert: who answers late gets it again. Redirects are not followed, and no answer is read.
/// </remarks>
public sealed class WebhookChannel : IAlertChannel, IDisposable
{
    // A signed request is for nobody else: redirects are not followed.
    private static readonly SocketsHttpHandler s_connections = new() { AllowAutoRedirect = false };

    private readonly Uri _address;
    private readonly byte[]? _secret;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly bool _ownsHttp;

    /// <param name="address">The address. The addresses of Slack's webhooks are secrets, so that only the host is ever shown.</param>
    /// <param name="secret">The secret to sign with; <see langword="null"/> for no signature.</param>
    /// <param name="http">The client to send with; <see langword="null"/> for one of its own.</param>
    /// <param name="time">The clock; the system's unless said.</param>
    /// <exception cref="ArgumentException">The address is not one of http or https.</exception>
    public WebhookChannel(Uri address, string? secret = null, HttpClient? http = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("The address of a webhook begins with https:// or http://.", nameof(address));
        }

        _address = address;
        _secret = secret is null ? null : Encoding.UTF8.GetBytes(secret);
        _time = time ?? TimeProvider.System;
        _ownsHttp = http is null;
        _http = http ?? new HttpClient(s_connections, disposeHandler: false);
    }

    /// <inheritdoc/>
    public string Name => $"the webhook at '{_address.Authority}'";

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The server did not take it.</exception>
    public async Task SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        var body = Body(alert);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("X-MlOps-Delivery", alert.Id.ToString());
        if (_secret is not null)
        {
            var timestamp = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            request.Headers.Add("X-MlOps-Timestamp", timestamp);
            byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp), (byte)'.', .. body];
            request.Headers.Add("X-MlOps-Signature", $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(_secret, signed))}");
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"It answered {(int)response.StatusCode}.", inner: null, response.StatusCode);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    private static byte[] Body(Alert alert)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("text", Escape(alert.Message));
            writer.WriteStartArray("attachments");
            writer.WriteStartObject();
            writer.WriteString("color", alert.IsResolved ? "good" : "danger");
            writer.WriteStartArray("fields");
            Field("monitor", alert.Monitor);
            Field("state", alert.IsResolved ? "resolved" : "firing");
            Field("metric", alert.Rule.Metric);
            Field("value", alert.Value.ToString("R", CultureInfo.InvariantCulture));
            Field("threshold", alert.Rule.Threshold.ToString("R", CultureInfo.InvariantCulture));
            writer.WriteEndArray();
            writer.WriteNumber("ts", alert.Time.ToUnixTimeSeconds());
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();

            void Field(string title, string value)
            {
                writer.WriteStartObject();
                writer.WriteString("title", title);
                writer.WriteString("value", Escape(value));
                writer.WriteBoolean("short", true);
                writer.WriteEndObject();
            }
        }

        return buffer.ToArray();
    }

    /// <summary>As Slack asks for: names of columns must not become mentions or links.</summary>
    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
