using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MlOps.MLflow.Wire;

/// <summary>The connections to a server, as the options want them.</summary>
internal static class MlflowHandler
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>A client with connections of its own. How long a call may take is the transport's business, not the client's.</summary>
    /// <exception cref="MlflowException">As <see cref="Create"/>.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The client disposes of its handler.")]
    public static HttpClient CreateClient(MlflowOptions options) => new(Create(options)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Makes the handler.</summary>
    /// <exception cref="MlflowException">A certificate cannot be read, or the options contradict each other.</exception>
    public static SocketsHttpHandler Create(MlflowOptions options) => new()
    {
        // A redirect would turn a POST into a GET and drop the credentials: it is told instead of followed.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.Timeout < s_connectTimeout ? options.Timeout : s_connectTimeout,

        // MLflow's server closes what was idle for five seconds. A call on a connection that is just being closed may be lost.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        SslOptions = Tls(options),
    };

    private static SslClientAuthenticationOptions Tls(MlflowOptions options)
    {
        if (options.InsecureTls && options.ServerCertPath is not null)
        {
            throw new MlflowException(MlflowErrorCode.InvalidConfiguration, "MLFLOW_TRACKING_INSECURE_TLS and MLFLOW_TRACKING_SERVER_CERT_PATH contradict each other.")
            {
                Hint = "Keep the certificate, and unset the other.",
            };
        }

        var tls = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, _, _, errors) => options.InsecureTls || errors == SslPolicyErrors.None,
        };
        if (options.ServerCertPath is { } trusted)
        {
            tls.CertificateChainPolicy = TrustOnly(Read(trusted, ReadAll));
        }

        if (options.ClientCertPath is { } client)
        {
            tls.ClientCertificateContext = Read(client, ClientCertificate);
        }

        return tls;
    }

    /// <summary>As MLflow's client: the certificates of the file take the place of the system's, they do not join them.</summary>
    private static X509ChainPolicy TrustOnly(X509Certificate2Collection certificates)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        foreach (var certificate in certificates)
        {
            var isRoot = certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
            (isRoot ? policy.CustomTrustStore : policy.ExtraStore).Add(certificate);
        }

        return policy;
    }

    private static X509Certificate2Collection ReadAll(string path)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(path);
        return certificates.Count > 0 ? certificates : throw new CryptographicException("There is no certificate in it.");
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The context keeps the certificate for as long as there are connections.")]
    private static SslStreamCertificateContext ClientCertificate(string path) => SslStreamCertificateContext.Create(LoadWithKey(path), ReadAll(path), offline: true);

    private static X509Certificate2 LoadWithKey(string path)
    {
        var certificate = X509Certificate2.CreateFromPemFile(path);
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null); // Windows takes no key that lives in memory only.
        }
    }

    private static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new MlflowException(MlflowErrorCode.InvalidConfiguration, $"The certificate '{path}' cannot be used: {problem.Message}", problem)
            {
                Hint = "It must be a PEM file; a client's certificate has its key in the same file, without a password.",
            };
        }
    }
}
