using MlOps.MLflow;

namespace MlOps.Tests.MLflow.Client;

public sealed class OptionsTests : IDisposable
{
    private const string Secret = "p@ss:word-4711";

    private readonly TempFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void NothingConfiguredIsNoServer()
    {
        var options = From();

        Assert.Null(options.TrackingUri);
        Assert.Equal("no server", options.ToString());
        var refused = Assert.Throws<MlflowException>(() => new MlflowClient(options));
        Assert.Equal(MlflowErrorCode.InvalidConfiguration, refused.Code);
        Assert.Contains("MLFLOW_TRACKING_URI", refused.Message);
    }

    [Fact]
    public void EveryVariableOfMlflowsClientIsRead()
    {
        var options = From(
            ("MLFLOW_TRACKING_URI", "https://h/base"), ("MLFLOW_REGISTRY_URI", "https://r"), ("MLFLOW_TRACKING_USERNAME", "u"), ("MLFLOW_TRACKING_PASSWORD", "p"),
            ("MLFLOW_TRACKING_TOKEN", "t"), ("MLFLOW_TRACKING_INSECURE_TLS", "True"), ("MLFLOW_TRACKING_CLIENT_CERT_PATH", "/c.pem"), ("MLFLOW_WORKSPACE", "team"),
            ("MLFLOW_HTTP_REQUEST_TIMEOUT", "7"), ("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "3"), ("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "2"), ("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", "0.25"));

        Assert.Equal(
            new MlflowOptions
            {
                TrackingUri = "https://h/base",
                RegistryUri = "https://r",
                Username = "u",
                Password = "p",
                Token = "t",
                InsecureTls = true,
                ClientCertPath = "/c.pem",
                Workspace = "team",
                Timeout = TimeSpan.FromSeconds(7),
                MaxRetries = 3,
                RetryPause = TimeSpan.FromSeconds(2),
                RetryJitter = TimeSpan.FromSeconds(0.25),
            },
            options);
    }

    [Theory]
    [InlineData("[mlflow]\nmlflow_tracking_username = ada\nmlflow_tracking_password = pa=ss\n")]
    [InlineData("[other]\nmlflow_tracking_username = eve\n\n [mlflow]\n# mlflow_tracking_username = bob\nMLFLOW_TRACKING_USERNAME: ada\nmlflow_tracking_password: pa=ss")]
    public void TheCredentialsFileGivesWhatNoVariableDoes(string text)
    {
        _home.Write(".mlflow/credentials", text);

        var fromFile = From();
        var fromBoth = From(("MLFLOW_TRACKING_USERNAME", "grace"));

        Assert.Equal(("ada", "pa=ss"), (fromFile.Username, fromFile.Password));
        Assert.Equal(("grace", "pa=ss"), (fromBoth.Username, fromBoth.Password));
    }

    [Fact]
    public void DatabricksIsAServerWhereHostAndTokenAreGivenAndElseExplained()
    {
        var given = From(("MLFLOW_TRACKING_URI", "databricks"), ("DATABRICKS_HOST", "https://dbc.example"), ("DATABRICKS_TOKEN", "t"), ("MLFLOW_TRACKING_USERNAME", "u"), ("MLFLOW_TRACKING_PASSWORD", "p"));
        var refused = Assert.Throws<MlflowException>(() => new MlflowClient(From(("MLFLOW_TRACKING_URI", "databricks"))));

        Assert.Equal(("https://dbc.example", "t", null), (given.TrackingUri, given.Token, given.Username));
        Assert.Contains("DATABRICKS_HOST", refused.Message);
    }

    [Theory]
    [InlineData("MLFLOW_TRACKING_INSECURE_TLS", "maybe")]
    [InlineData("MLFLOW_HTTP_REQUEST_TIMEOUT", "soon")]
    [InlineData("MLFLOW_HTTP_REQUEST_TIMEOUT", "-1")]
    [InlineData("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1.5")]
    public void AValueThatMeansNothingIsAnErrorThatNamesItsVariable(string name, string value) =>
        Assert.Contains(name, Assert.Throws<MlflowException>(() => From((name, value))).Message);

    [Theory]
    [InlineData("http://")]
    [InlineData("ftp://host")]
    [InlineData("sqlite:///mlflow.db")]
    [InlineData("./mlruns")]
    public void WhatIsNoServerIsNotSpokenTo(string uri) =>
        Assert.Equal(MlflowErrorCode.InvalidConfiguration, Assert.Throws<MlflowException>(() => new MlflowClient(new MlflowOptions { TrackingUri = uri })).Code);

    [Fact]
    public async Task NoSecretIsShownByOptionsOrErrors()
    {
        await using var server = await ScriptedServer.StartAsync(401, "no");
        var escaped = Uri.EscapeDataString(Secret);
        var inUri = new MlflowOptions { TrackingUri = $"http://ada:{escaped}@127.0.0.1:{server.Uri.Port}/", MaxRetries = 0 };
        var inFields = TestedServer.OptionsOf(server.Uri) with { Username = "ada", Password = Secret, Token = Secret };
        foreach (var options in new[] { inUri, inFields, inFields with { Username = null }, inUri with { TrackingUri = $"ftp://ada:{escaped}@host" } })
        {
            var problem = await Assert.ThrowsAsync<MlflowException>(async () =>
            {
                using var client = new MlflowClient(options);
                await client.Runs.GetAsync("r");
            });
            foreach (var text in new[] { options.ToString(), problem.ToString(), problem.Message })
            {
                Assert.DoesNotContain(Secret, text);
                Assert.DoesNotContain(escaped, text);
            }
        }
    }

    private MlflowOptions From(params (string Name, string Value)[] variables) =>
        MlflowOptions.FromEnvironment(name => variables.FirstOrDefault(variable => variable.Name == name).Value, _home.Root);

    [Theory]
    [InlineData("http://admin:SEC/RET@host:5000")]
    [InlineData("http://admin:SEC#RET@host:5000")]
    [InlineData("http://admin:SEC?RET@host:5000")]
    [InlineData("http:admin:SECRET@host")]
    [InlineData("postgresql+psycopg2://u:SEC/RET@host/db")]
    [InlineData("http://host:5000?token=SECRET")]
    public void APasswordIsNeverShownHoweverItIsWritten(string tracking)
    {
        var options = new MlflowOptions { TrackingUri = tracking };
        Assert.DoesNotContain("SEC", options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("RET", options.ToString(), StringComparison.Ordinal);
        if (Record.Exception(() => new MlflowClient(options).Dispose()) is { } fault)
        {
            Assert.DoesNotContain("SEC", fault.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("RET", fault.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("schlüssel")]
    public void ATokenThatNoCallCanCarryIsSaid(string token)
    {
        var fault = Assert.Throws<MlflowException>(() => new MlflowClient(new MlflowOptions { TrackingUri = "http://localhost:5000", Token = token }));
        Assert.Contains("MLFLOW_TRACKING_TOKEN", fault.Message, StringComparison.Ordinal);
    }
}
