using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MlOps.Data.Config;

namespace MlOps.Data.Remotes.Http;

/// <summary>What the options of a remote make of an HTTP client.</summary>
internal static class HttpConnection
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [SuppressMessage("Reliability", "CA2000", Justification = "The client disposes of its handler.")]
    public static HttpClient Create(RemoteSettings settings) => new(new SocketsHttpHandler
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

    /// <summary>How long an answer, or the next bytes of it, may take.</summary>
    public static TimeSpan Patience(RemoteSettings settings) => Seconds(settings["read_timeout"]) ?? s_patience;

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
