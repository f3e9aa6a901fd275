using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MlOps.Data.Remotes.S3.Identity;

/// <summary>A role of who is signed on: <c>aws sso login</c> leaves a token in <c>~/.aws/sso/cache</c>, which is exchanged for credentials.</summary>
internal sealed class SsoCredentials(AwsProfiles aws, string profile, string session, string region, string account, string role) : ICredentialSource
{
    private const int MaxSize = 1024 * 1024;

    public async Task<S3Credentials> ReadAsync(CancellationToken cancellationToken)
    {
        var endpoint = aws.Variable("AWS_ENDPOINT_URL_SSO") ?? $"https://portal.sso.{region}.amazonaws.com";
        var address = $"{endpoint.TrimEnd('/')}/federation/credentials?account_id={SignatureV4.Escape(account)}&role_name={SignatureV4.Escape(role)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("x-amz-sso_bearer_token", Token());
        var who = $"Single sign-on of AWS, asked for role '{role}' of profile '{profile}',";
        using var content = await CredentialService.AskAsync(who, request, isNear: false, cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            var given = document.RootElement.GetProperty("roleCredentials");
            return new S3Credentials(given.GetProperty("accessKeyId").GetString()!, given.GetProperty("secretAccessKey").GetString()!, given.GetProperty("sessionToken").GetString())
            {
                Expires = DateTimeOffset.FromUnixTimeMilliseconds(given.GetProperty("expiration").GetInt64()),
            };
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new RemoteException($"{who} answers something that is no credentials.", problem);
        }
    }

    private string Token()
    {
        var name = Convert.ToHexStringLower(Sha1(Encoding.UTF8.GetBytes(session)));
        var file = Path.Combine(aws.Folder, "sso", "cache", name + ".json");
        try
        {
            using var document = JsonDocument.Parse(AtomicFile.ReadBounded(file, MaxSize));
            var expires = DateTimeOffset.Parse(document.RootElement.GetProperty("expiresAt").GetString()!, CultureInfo.InvariantCulture);
            if (expires > DateTimeOffset.UtcNow && document.RootElement.GetProperty("accessToken").GetString() is { } token)
            {
                return token;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            // As if nobody had ever signed on.
        }

        throw new RemoteException($"Nobody is signed on to AWS as profile '{profile}', or no longer: run 'aws sso login --profile {profile}'.");
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "It is how the file is named.")]
    private static byte[] Sha1(byte[] text) => SHA1.HashData(text);
}
