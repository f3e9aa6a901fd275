using Azure.Core;
using Azure.Identity;
using Azure.Storage;
using Azure.Storage.Blobs;
using MlOps.Data.Config;
using MlOps.Data.Remotes;

namespace MlOps.Data.Azure;

/// <summary>Where a storage account lies and who asks, in the order in which DVC tries it.</summary>
/// <param name="Kind">In which way we say who we are, for messages.</param>
/// <param name="Service">The address of the account; null where a connection string says it.</param>
/// <param name="Open">Opens a container.</param>
internal sealed record AzureAccount(string Kind, Uri? Service, Func<string, BlobClientOptions, BlobContainerClient> Open)
{
    /// <param name="settings">The remote; its options win.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    /// <exception cref="RemoteException">There is no account, or what says who asks is malformed.</exception>
    public static AzureAccount Of(RemoteSettings settings, Func<string, string?> environment)
    {
        string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;

        // What the options of the remote say is not mixed with what the environment says.
        if (settings["connection_string"] is { } connection)
        {
            return OfConnection(settings, connection);
        }

        if ((settings["account_name"] ?? Variable("AZURE_STORAGE_ACCOUNT")) is { } account)
        {
            var service = new Uri(account.Contains("://", StringComparison.Ordinal) ? account : $"https://{account}.blob.core.windows.net");
            return settings.IsTrue("allow_anonymous_login") ? new("no credentials", service, (container, options) => new(Below(service, container), options))
                : OfKey(settings, service, settings["account_key"] ?? Variable("AZURE_STORAGE_KEY"))
                    ?? OfToken(service, settings["sas_token"] ?? Variable("AZURE_STORAGE_SAS_TOKEN"))
                    ?? OfIdentity(settings, service);
        }

        return Variable("AZURE_STORAGE_CONNECTION_STRING") is { } variable ? OfConnection(settings, variable) : throw new RemoteException(
            $"Remote '{settings.Name}' has no storage account: set AZURE_STORAGE_ACCOUNT or AZURE_STORAGE_CONNECTION_STRING, or name it with 'mlops data remote modify {settings.Name} account_name …'.");
    }

    private static AzureAccount OfConnection(RemoteSettings settings, string connection)
    {
        try
        {
            _ = new BlobServiceClient(connection);
            return new("the connection string", Service: null, (container, options) => new(connection, container, options));
        }
        catch (FormatException problem)
        {
            throw new RemoteException(
                $"The connection string of remote '{settings.Name}' is malformed: copy it anew from the storage account, to AZURE_STORAGE_CONNECTION_STRING or " +
                $"'mlops data remote modify --local {settings.Name} connection_string …'.",
                problem);
        }
    }

    private static AzureAccount? OfKey(RemoteSettings settings, Uri service, string? key)
    {
        try
        {
            return key is null ? null
                : new StorageSharedKeyCredential(NameOf(service), key) is var credential ? new("the account key", service, (container, options) => new(Below(service, container), credential, options)) : null;
        }
        catch (FormatException problem)
        {
            throw new RemoteException($"The account key of remote '{settings.Name}' is malformed: copy it anew from the storage account, to AZURE_STORAGE_KEY or account_key.", problem);
        }
    }

    private static AzureAccount? OfToken(Uri service, string? token) => token is null ? null : new(
        "the SAS token", service, (container, options) => new(new UriBuilder(Below(service, container)) { Query = token.TrimStart('?') }.Uri, options));

    private static AzureAccount OfIdentity(RemoteSettings settings, Uri service)
    {
        TokenCredential credential = (settings["tenant_id"], settings["client_id"], settings["client_secret"]) is ({ } tenant, { } client, { } secret)
            ? new ClientSecretCredential(tenant, client, secret)
            : new DefaultAzureCredential(new DefaultAzureCredentialOptions
            {
                ExcludeEnvironmentCredential = settings.IsTrue("exclude_environment_credential"),
                ExcludeManagedIdentityCredential = settings.IsTrue("exclude_managed_identity_credential"),
                ExcludeVisualStudioCodeCredential = settings.IsTrue("exclude_visual_studio_code_credential"),
                ExcludeInteractiveBrowserCredential = true,
            });
        return new(credential is ClientSecretCredential ? "the client secret" : "the identity of this machine or user", service, (container, options) => new(Below(service, container), credential, options));
    }

    // "https://name.blob.core.windows.net", and of a server of one's own "http://127.0.0.1:10000/name".
    private static string NameOf(Uri service) =>
        service.AbsolutePath.Trim('/') is { Length: > 0 } path ? path : service.Host.Split('.')[0];

    private static Uri Below(Uri service, string container) => new($"{service.AbsoluteUri.TrimEnd('/')}/{container}");
}
