using System.Net;
using System.Text;

namespace MlOps.Data.Remotes.S3.Identity;

/// <summary>The role of a container (ECS, EKS pod identity): variables say where the host hands it out.</summary>
internal sealed class ContainerCredentials(AwsProfiles aws, Uri address) : ICredentialSource
{
    private const string Host = "http://169.254.170.2";
    private const int MaxTokenSize = 64 * 1024;

    // Where such hosts answer without TLS. Elsewhere the token would go over an open wire.
    private static readonly string[] s_hosts = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"];

    public static ContainerCredentials? Find(AwsProfiles aws)
    {
        var address = aws.Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is { } path ? Host + path : aws.Variable("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        if (address is null)
        {
            return null;
        }

        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || IsNear(uri)) ? new ContainerCredentials(aws, uri)
            : throw new RemoteException($"'{address}' (AWS_CONTAINER_CREDENTIALS_FULL_URI) is no address that credentials may come from: it must begin with https://, or be of this machine.");
    }

    public async Task<S3Credentials> ReadAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (Token() is { } token)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        var who = $"The host of this container ('{address.Host}')";
        using var content = await CredentialService.AskAsync(who, request, IsNear(address), cancellationToken).ConfigureAwait(false);
        return CredentialService.Read(who, await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
    }

    private static bool IsNear(Uri uri) => uri.Scheme == Uri.UriSchemeHttp && (s_hosts.Contains(uri.Host) || uri.IsLoopback || (IPAddress.TryParse(uri.Host, out var ip) && IPAddress.IsLoopback(ip)));

    private string? Token() =>
        aws.Variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is { } file ? Encoding.UTF8.GetString(AtomicFile.ReadBounded(file, MaxTokenSize)).Trim() : aws.Variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
}
