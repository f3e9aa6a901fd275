using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MlOps.Data.Config;

namespace MlOps.Data.Remotes.Http;

/// <summary>The way to the server of a remote: what its options make of an HTTP client, and how all requests go out and fail.</summary>
internal sealed class HttpConnection : IDisposable
{
    private const long SlowestBytesPerSecond = 16 * 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _remote;
    private readonly Retry _retry;

    // For messages: the server that was asked last, which a redirect may have led to.
    private volatile string _server = "";

    public HttpConnection(RemoteSettings settings, Retry retry)
    {
        (_remote, _retry, Patience) = (settings.Name, retry, PatienceOf(settings));
        Client = Create(settings);
    }

    public HttpClient Client { get; }

    /// <summary>How long an answer, or the next bytes of it, may take.</summary>
    public TimeSpan Patience { get; }

    /// <summary>The same of a remote that another client reaches.</summary>
    public static TimeSpan PatienceOf(RemoteSettings settings) => Seconds(settings["read_timeout"]) ?? s_patience;

    /// <summary>Asks the server, again where that may help.</summary>
    /// <param name="ask">Sends requests and reads their answers.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RemoteException">It cannot be reached, or what <paramref name="ask"/> throws.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await _retry.RunAsync(ask, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is HttpRequestException or HttpIOException)
        {
            // What the runtime says of a broken connection names neither the remote nor what helps.
            throw new RemoteException($"Remote '{_remote}' cannot be read or written at '{_server}': {problem.Message} See that its url is right and the server can be reached, and try again.", problem, passes: true);
        }
    }

    /// <summary>Sends one request, and gives the answer as soon as its headers are there.</summary>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _server = request.RequestUri!.Authority;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience + TimeSpan.FromSeconds((request.Content?.Headers.ContentLength ?? 0) / SlowestBytesPerSecond));
        try
        {
            return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"'{request.RequestUri.Host}' did not answer in time.");
        }
        catch (HttpRequestException problem) when (problem.InnerException is CorruptObjectException corrupt)
        {
            throw corrupt;
        }
    }

    /// <summary>Appends the body of an answer to a stream, or replaces what is there where the whole came.</summary>
    public async Task<bool> ReceiveAsync(HttpResponseMessage response, Stream target, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.PartialContent)
        {
            target.SetLength(0);
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await PatientCopy.RunAsync(body, target, Patience, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public void Dispose() => Client.Dispose();

    [SuppressMessage("Reliability", "CA2000", Justification = "The client disposes of its handler.")]
    private static HttpClient Create(RemoteSettings settings) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // A signature holds for one host, and a password is meant for one.
        AutomaticDecompression = DecompressionMethods.None, // Digests are of the bytes as they are stored.
        ConnectTimeout = Seconds(settings["connect_timeout"]) ?? s_patience,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        SslOptions = Certificates(settings["ssl_verify"]),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // Answers have a limit of their own, and bodies one between two blocks.
    };

    private static TimeSpan? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;

    // A path names the certificates to trust; "false" is for servers whose certificate nobody vouches for.
    [SuppressMessage("Security", "CA5359", Justification = "The user asked for it by name.")]
    private static SslClientAuthenticationOptions Certificates(string? verify)
    {
        var options = new SslClientAuthenticationOptions();
        if ("false".Equals(verify, StringComparison.OrdinalIgnoreCase))
        {
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        }
        else if (verify is not null && !verify.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(verify);
        }

        return options;
    }
}
