using MlOps.Data.Azure;
using MlOps.Data.Config;
using MlOps.Data.Remotes;

namespace MlOps.Tests.Data.Remotes;

/// <summary>Who asks, and where: the order in which DVC and Azure's own tools look.</summary>
public sealed class AzureAccountTests
{
    private const string Key = "AAAA";
    private const string Connection = "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=AAAA;EndpointSuffix=core.windows.net";

    [Theory]
    [InlineData("the connection string", "connection_string=" + Connection + "|account_name=a", "AZURE_STORAGE_KEY=" + Key)]
    [InlineData("the connection string", "", "AZURE_STORAGE_CONNECTION_STRING=" + Connection)]
    [InlineData("the account key", "account_name=a|account_key=" + Key + "|sas_token=x=y", "")]
    [InlineData("the account key", "", "AZURE_STORAGE_ACCOUNT=a|AZURE_STORAGE_KEY=" + Key)]
    [InlineData("the SAS token", "account_name=a", "AZURE_STORAGE_SAS_TOKEN=?sv=1")]
    [InlineData("the client secret", "account_name=a|tenant_id=t|client_id=c|client_secret=s", "")]
    [InlineData("the identity of this machine or user", "account_name=a|tenant_id=t|exclude_managed_identity_credential=true", "")]
    [InlineData("no credentials", "account_name=a|allow_anonymous_login=true|account_key=" + Key, "")]
    public void TheFirstThatIsSetIsTaken(string kind, string options, string variables) => Assert.Equal(kind, Of(options, variables).Kind);

    [Fact]
    public void AnAccountIsItsNameOrItsAddress()
    {
        Assert.Equal(new Uri("https://a.blob.core.windows.net"), Of("account_name=a", "").Service);
        Assert.Equal(new Uri("http://127.0.0.1:10000/a"), Of("account_name=http://127.0.0.1:10000/a", "").Service);
    }

    [Theory]
    [InlineData("", "has no storage account: set AZURE_STORAGE_ACCOUNT")]
    [InlineData("connection_string=secret", "The connection string of remote 'store' is malformed")]
    [InlineData("account_name=a|account_key=secret!", "The account key of remote 'store' is malformed")]
    public void WhatIsMissingOrMalformedIsNamedAndNotPrinted(string options, string message)
    {
        var problem = Assert.Throws<RemoteException>(() => Of(options, ""));
        Assert.Contains(message, problem.Message);
        Assert.DoesNotContain("secret", problem.Message);
    }

    [Fact]
    public void AnAddressWithoutAContainerIsRefused()
    {
        var settings = new RemoteSettings("store", new Dictionary<string, string> { ["url"] = "azure://", ["account_name"] = "a" });
        Assert.Contains("names no container", Assert.Throws<RemoteException>(() => new AzureRemote(settings, AzureAccount.Of(settings, static _ => null), Retry.Default)).Message);
    }

    private static AzureAccount Of(string options, string variables)
    {
        var environment = Pairs(variables);
        return AzureAccount.Of(new RemoteSettings("store", Pairs(options)), name => environment.GetValueOrDefault(name));
    }

    private static Dictionary<string, string> Pairs(string text) =>
        text.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(static pair => pair.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);
}
