using System.Globalization;
using MlOps.Data.Config;
using MlOps.Data.Remotes;
using MlOps.Data.Remotes.S3;

namespace MlOps.Tests.Data.Remotes;

/// <summary>Credentials that are handed out instead of written down, by servers that speak as AWS documents its own.</summary>
public sealed class S3IdentityTests : IDisposable
{
    private const string Given = """{"Code":"Success","AccessKeyId":"G","SecretAccessKey":"g","Token":"t","Expiration":"2030-01-02T03:04:05Z"}""";

    private static readonly S3Credentials s_given = new("G", "g", "t") { Expires = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero) };

    private readonly TempFolder _home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AMachineIsAskedForItsRole()
    {
        using var machine = new WebServer(static request => (request.Method, request.PathAndQuery, request.Headers["X-aws-ec2-metadata-token"]) switch
        {
            ("PUT", "/latest/api/token", _) => (200, "session"),
            ("GET", "/latest/meta-data/iam/security-credentials/", "session") => (200, "trainer\n"),
            ("GET", "/latest/meta-data/iam/security-credentials/trainer", "session") => (200, Given),
            _ => (401, ""),
        });
        Assert.Equal(s_given, await ReadAsync("", ("AWS_EC2_METADATA_SERVICE_ENDPOINT", machine.Address)));
    }

    [Fact]
    public async Task AMachineWithoutARoleIsToldFromOneThatIsNone()
    {
        using var machine = new WebServer(static request => request.Method == "PUT" ? (200, "session") : (404, ""));
        Assert.Contains("nor does this machine have a role (The metadata service of this machine gives no credentials (HTTP 404))", await RefusedAsync("", ("AWS_EC2_METADATA_SERVICE_ENDPOINT", machine.Address)));
        Assert.Contains("AWS_ACCESS_KEY_ID", Assert.Throws<RemoteException>(() => Of("", ("AWS_EC2_METADATA_DISABLED", "true"))).Message);
    }

    [Fact]
    public async Task AContainerIsAskedWithItsToken()
    {
        using var host = new WebServer(static request => request.Headers["Authorization"] == "Bearer pod" ? (200, Given) : (403, ""));
        var token = _home.Write("token", "Bearer pod\n");
        Assert.Equal(s_given, await ReadAsync("", ("AWS_CONTAINER_CREDENTIALS_FULL_URI", host.Address + "/v1"), ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token)));
        Assert.Contains("HTTP 403", await RefusedAsync("", ("AWS_CONTAINER_CREDENTIALS_FULL_URI", host.Address)));
        // An address elsewhere must be encrypted, or whoever sets a variable gets the token.
        Assert.Contains("must begin with https://", Assert.Throws<RemoteException>(() => Of("", ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.org/"))).Message);
    }

    [Fact]
    public async Task APodTakesItsRoleWithItsToken()
    {
        using var sts = new WebServer(static request => request.Headers["Authorization"] is null ? (200, Sts("WebIdentity")) : (400, ""));
        var token = _home.Write("token", "web token/+\n");
        Assert.Equal(s_given, await ReadAsync("", ("AWS_ROLE_ARN", "arn:aws:iam::1:role/r"), ("AWS_WEB_IDENTITY_TOKEN_FILE", token), ("AWS_ROLE_SESSION_NAME", "me"), ("AWS_ENDPOINT_URL_STS", sts.Address)));
        Assert.Equal(
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr&RoleSessionName=me&WebIdentityToken=web%20token%2F%2B",
            Assert.Single(sts.Requests).Body);
    }

    [Fact]
    public async Task ARoleIsTakenWithTheCredentialsOfAnotherProfile()
    {
        using var sts = new WebServer(static request =>
            request.Headers["Authorization"] is { } signature && signature.StartsWith("AWS4-HMAC-SHA256 Credential=B/", StringComparison.Ordinal) && signature.Contains("/eu-west-1/sts/aws4_request", StringComparison.Ordinal)
                ? (200, Sts(""))
                : (403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no such user</Message></Error></ErrorResponse>"));
        var config = """
            [profile team]
            role_arn = arn:aws:iam::1:role/r
            source_profile = base
            external_id = x y
            duration_seconds = 900
            region = eu-west-1
            [profile base]
            aws_access_key_id = B
            aws_secret_access_key = b
            [profile stranger]
            role_arn = arn:aws:iam::1:role/r
            source_profile = other
            [profile other]
            aws_access_key_id = O
            aws_secret_access_key = o
            """;
        Assert.Equal(s_given, await ReadAsync(config, ("AWS_PROFILE", "team"), ("AWS_ENDPOINT_URL_STS", sts.Address)));
        Assert.Contains("&ExternalId=x%20y&DurationSeconds=900", Assert.Single(sts.Requests).Body);
        Assert.Contains("role 'arn:aws:iam::1:role/r', gives no credentials (HTTP 403: no such user)", await RefusedAsync(config, ("AWS_PROFILE", "stranger"), ("AWS_ENDPOINT_URL_STS", sts.Address)));
    }

    [Theory]
    [InlineData("role_arn = r", "nothing that says who may take that role")]
    [InlineData("role_arn = r\ncredential_source = Moon", "'Moon'")]
    [InlineData("role_arn = r\nsource_profile = nobody", "credentials that are not there")]
    [InlineData("role_arn = r\nsource_profile = a", "leads to itself")]
    [InlineData("role_arn = r\nsource_profile = b\nmfa_serial = m", "code of a device")]
    public void ARoleThatNobodyCanTakeIsSaid(string profile, string message) =>
        Assert.Contains(message, Assert.Throws<RemoteException>(() => Of($"[profile b]\n{profile}\n[profile a]\nrole_arn = r\nsource_profile = b\n", ("AWS_PROFILE", "b"))).Message);

    [Theory]
    [InlineData("sso_session = work\n[sso-session work]", "e274eeff768c6396088ec6eb091f4bf4d47ab1e0")] // The SHA-1 of the session's name, or else of the address.
    [InlineData("", "fc5216adfb4de2d6cd0983c98a2b1b4361bd948d")]
    public async Task WhoIsSignedOnGetsHisRole(string place, string cached)
    {
        using var portal = new WebServer(static request => (request.PathAndQuery, request.Headers["x-amz-sso_bearer_token"]) == ("/federation/credentials?account_id=12&role_name=Data%20Science", "secret token")
            ? (200, """{"roleCredentials":{"accessKeyId":"G","secretAccessKey":"g","sessionToken":"t","expiration":1893553445000}}""")
            : (401, ""));
        var config = $"[profile me]\nsso_account_id = 12\nsso_role_name = Data Science\n{place}\nsso_region = eu-west-1\nsso_start_url = https://start.example.org\n";
        (string, string)[] variables = [("AWS_PROFILE", "me"), ("AWS_ENDPOINT_URL_SSO", portal.Address)];
        Assert.Contains("run 'aws sso login --profile me'", await RefusedAsync(config, variables));

        SignOn(cached, DateTimeOffset.UtcNow.AddHours(-1));
        Assert.Contains("run 'aws sso login --profile me'", await RefusedAsync(config, variables));

        SignOn(cached, DateTimeOffset.UtcNow.AddHours(1));
        Assert.Equal(s_given, await ReadAsync(config, variables));
    }

    [Fact]
    public async Task AProgramOfTheUserIsRun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a script of the shell.");
        var script = _home.Write("give me.sh", $"#!/bin/sh\nprintf '%s' '{Given}'\nexit $2\n");
        Assert.Equal(s_given, await ReadAsync($"[default]\ncredential_process = \"/bin/sh\" \"{script}\" \"a b\" 0\n"));
        Assert.Contains("failed with exit code 3", await RefusedAsync($"[default]\ncredential_process = \"/bin/sh\" \"{script}\" \"a b\" 3\n"));
        Assert.Contains("credential_process) cannot be run", await RefusedAsync("[default]\ncredential_process = /nowhere/program\n"));
        Assert.Contains("is no credentials", await RefusedAsync("[default]\ncredential_process = /bin/echo hello\n"));
    }

    [Fact]
    public void NoProgramIsRunBecauseARepositorySaysSo()
    {
        var config = _home.Write("data/awsconf", "[default]\ncredential_process = touch ran\n");
        var settings = new RemoteSettings("store", new Dictionary<string, string> { ["configpath"] = config });
        Assert.Contains("name it in AWS_CONFIG_FILE", Assert.Throws<RemoteException>(() => S3Account.Of(settings, static _ => null, _home.Root)).Message);
    }

    [Fact]
    public async Task CredentialsAreAskedForOnceAndAnewBeforeTheyExpire()
    {
        var clock = new Clock { Now = s_given.Expires!.Value.AddHours(-1) };
        var asked = 0;
        using var host = new WebServer(_ => (200, Interlocked.Increment(ref asked) == 1 ? Given : Given.Replace("2030", "2031", StringComparison.Ordinal)));
        using var supply = new Renewed<S3Credentials>(Of("", ("AWS_CONTAINER_CREDENTIALS_FULL_URI", host.Address)).Source!.ReadAsync, static credentials => credentials.Expires, clock);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => supply.GetAsync(Token).AsTask()));
        Assert.Equal((s_given, 1), (await supply.GetAsync(Token), asked));

        clock.Now = s_given.Expires!.Value.AddMinutes(-4);
        Assert.Equal((2031, 2), ((await supply.GetAsync(Token)).Expires!.Value.Year, asked));
    }

    [Fact]
    public void ASecretIsNeverWrittenOut() => Assert.Equal("G", s_given.ToString());

    public void Dispose() => _home.Dispose();

    private static string Sts(string kind) => $"""
        <AssumeRole{kind}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRole{kind}Result><AssumedRoleUser><Arn>a</Arn></AssumedRoleUser>
        <Credentials><AccessKeyId>G</AccessKeyId><SecretAccessKey>g</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2030-01-02T03:04:05Z</Expiration></Credentials>
        </AssumeRole{kind}Result></AssumeRole{kind}Response>
        """;

    private void SignOn(string name, DateTimeOffset expires) => _home.Write(
        $".aws/sso/cache/{name}.json",
        string.Create(CultureInfo.InvariantCulture, $$"""{"accessToken":"secret token","expiresAt":"{{expires.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}}"}"""));

    private Task<S3Credentials> ReadAsync(string config, params (string Name, string Value)[] variables) => Of(config, variables).Source!.ReadAsync(Token);

    private async Task<string> RefusedAsync(string config, params (string Name, string Value)[] variables) =>
        (await Assert.ThrowsAsync<RemoteException>(() => ReadAsync(config, variables))).Message;

    private S3Account Of(string config, params (string Name, string Value)[] variables)
    {
        _home.Write(".aws/config", config);
        return S3Account.Of(new RemoteSettings("store", new Dictionary<string, string>()), name => variables.FirstOrDefault(variable => variable.Name == name).Value, _home.Root);
    }

    private sealed class Clock : TimeProvider
    {
        public required DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
