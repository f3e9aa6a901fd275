using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using MlOps.MLflow;

namespace MlOps.Tests.MLflow.Client;

/// <summary>Real handshakes, with certificates of an authority that only the test knows.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Run = """{"run":{"info":{"run_id":"r","experiment_id":"0"}}}""";

    private readonly TempFolder _folder = new();
    private readonly X509Certificate2 _authority = Authority("Test authority");

    public void Dispose()
    {
        _folder.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task AnUnknownAuthorityIsRefusedAndTheCureNamesTheVariable()
    {
        await using var server = await StartAsync();

        var refused = await Assert.ThrowsAsync<MlflowException>(() => ReadAsync(TestedServer.OptionsOf(server.Uri)));

        Assert.Equal(MlflowErrorCode.TlsFailed, refused.Code);
        Assert.Contains("MLFLOW_TRACKING_SERVER_CERT_PATH", refused.Hint);
        Assert.Empty(server.Calls);
    }

    [Fact]
    public async Task AnAuthorityThatIsNamedIsTrustedAndNoOther()
    {
        await using var server = await StartAsync();
        using var other = Authority("Another authority");
        var right = TestedServer.OptionsOf(server.Uri) with { ServerCertPath = _folder.Write("right.pem", _authority.ExportCertificatePem()) };
        var wrong = right with { ServerCertPath = _folder.Write("wrong.pem", other.ExportCertificatePem()) };

        await ReadAsync(right);
        await Assert.ThrowsAsync<MlflowException>(() => ReadAsync(wrong));
    }

    [Fact]
    public async Task ACertificateForAnotherHostIsRefusedEvenFromATrustedAuthority()
    {
        await using var server = await StartAsync(host: "elsewhere.example");

        var refused = await Assert.ThrowsAsync<MlflowException>(() => ReadAsync(TestedServer.OptionsOf(server.Uri) with { ServerCertPath = _folder.Write("ca.pem", _authority.ExportCertificatePem()) }));

        Assert.Equal(MlflowErrorCode.TlsFailed, refused.Code);
    }

    [Fact]
    public async Task InsecureTlsTakesAnyCertificate()
    {
        await using var server = await StartAsync(host: "elsewhere.example");

        await ReadAsync(TestedServer.OptionsOf(server.Uri) with { InsecureTls = true });
    }

    [Fact]
    public async Task AServerThatAsksForACertificateGetsTheClients()
    {
        await using var server = await StartAsync(tls =>
        {
            tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            tls.ClientCertificateValidation = (certificate, _, _) => certificate.Issuer == _authority.Subject && certificate.Subject == "CN=trainer";
        });
        using var client = Leaf("trainer", out var key);
        var with = TestedServer.OptionsOf(server.Uri) with
        {
            ServerCertPath = _folder.Write("ca.pem", _authority.ExportCertificatePem()),
            ClientCertPath = _folder.Write("client.pem", client.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem()),
        };

        await ReadAsync(with);
        await Assert.ThrowsAsync<MlflowException>(() => ReadAsync(with with { ClientCertPath = null }));
    }

    [Theory]
    [InlineData("missing.pem", null)]
    [InlineData("empty.pem", "")]
    [InlineData("text.pem", "no certificate at all")]
    public void ACertificateThatCannotBeReadIsNamed(string name, string? text)
    {
        var path = text is null ? _folder.PathOf(name) : _folder.Write(name, text);
        foreach (var options in new[] { new MlflowOptions { ServerCertPath = path }, new MlflowOptions { ClientCertPath = path } })
        {
            var refused = Assert.Throws<MlflowException>(() => new MlflowClient(options with { TrackingUri = "https://localhost" }));

            Assert.Equal(MlflowErrorCode.InvalidConfiguration, refused.Code);
            Assert.Contains(path, refused.Message);
        }
    }

    [Fact]
    public void TrustingAllAndTrustingOneContradictEachOther() => Assert.Contains(
        "contradict", Assert.Throws<MlflowException>(() => new MlflowClient(new MlflowOptions { TrackingUri = "https://localhost", InsecureTls = true, ServerCertPath = "ca.pem" })).Message);

    private static async Task ReadAsync(MlflowOptions options)
    {
        using var client = new MlflowClient(options);
        await client.Runs.GetAsync("r");
    }

    private async Task<ScriptedServer> StartAsync(Action<HttpsConnectionAdapterOptions>? more = null, string host = "localhost")
    {
        var certificate = Leaf(host, out _);
        return await ScriptedServer.StartAsync(static context => ScriptedServer.AnswerAsync(context, Run), tls =>
        {
            tls.ServerCertificate = certificate;
            more?.Invoke(tls);
        });
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private X509Certificate2 Leaf(string host, out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (host == "localhost")
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8));
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
