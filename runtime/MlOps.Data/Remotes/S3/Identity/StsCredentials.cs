using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace MlOps.Data.Remotes.S3.Identity;

/// <summary>A role that somebody takes, by his own credentials or by a token of another service, such as that of a Kubernetes pod.</summary>
internal sealed class StsCredentials(AwsProfiles aws, string region, string role, string? session) : ICredentialSource
{
    private const int MaxTokenSize = 64 * 1024;

    /// <summary>Who takes the role; null where the token says that.</summary>
    public ICredentialSource? Source { get; init; }

    /// <summary>The file with the token; read each time, since it is renewed.</summary>
    public string? TokenFile { get; init; }

    public string? ExternalId { get; init; }

    public string? Seconds { get; init; }

    public async Task<S3Credentials> ReadAsync(CancellationToken cancellationToken)
    {
        var endpoint = aws.Variable("AWS_ENDPOINT_URL_STS") ?? $"https://sts.{region}.amazonaws.com";
        var form = Form();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint.TrimEnd('/') + "/"));
        request.Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        if (Source is not null)
        {
            var own = await Source.ReadAsync(cancellationToken).ConfigureAwait(false);
            new SignatureV4(own, region, "sts").Sign(request, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(form))), DateTimeOffset.UtcNow);
        }

        var who = $"The security token service of AWS, asked for role '{role}',";
        using var content = await CredentialService.AskAsync(who, request, isNear: false, cancellationToken).ConfigureAwait(false);
        return Read(who, await ReadAsync(who, content, cancellationToken).ConfigureAwait(false));
    }

    private string Form()
    {
        var fields = new List<(string Name, string Value)>
        {
            ("Action", Source is null ? "AssumeRoleWithWebIdentity" : "AssumeRole"),
            ("Version", "2011-06-15"),
            ("RoleArn", role),
            ("RoleSessionName", session ?? $"mlops-{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}"),
        };
        fields.AddRange(new (string Name, string? Value)[] { ("ExternalId", ExternalId), ("DurationSeconds", Seconds), ("WebIdentityToken", Token()) }
            .Where(static field => field.Value is not null).Select(static field => (field.Name, field.Value!)));
        return string.Join('&', fields.Select(static field => $"{field.Name}={SignatureV4.Escape(field.Value)}"));
    }

    private string? Token()
    {
        try
        {
            return TokenFile is null ? null : Encoding.UTF8.GetString(AtomicFile.ReadBounded(TokenFile, MaxTokenSize)).Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new RemoteException($"The token '{TokenFile}' (AWS_WEB_IDENTITY_TOKEN_FILE) cannot be read: {problem.Message}", problem);
        }
    }

    private static async Task<List<(string Path, string Text)>> ReadAsync(string who, HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await S3Xml.ReadAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch (XmlException problem)
        {
            throw new RemoteException($"{who} answers something that is no credentials.", problem);
        }
    }

    private static S3Credentials Read(string who, List<(string Path, string Text)> answer)
    {
        string? Text(string name) => answer.Find(element => element.Path.EndsWith("Credentials/" + name, StringComparison.Ordinal)).Text;

        return S3Credentials.Pair(Text("AccessKeyId"), Text("SecretAccessKey"), Text("SessionToken")) is { } credentials
            ? credentials with { Expires = DateTimeOffset.TryParse(Text("Expiration"), CultureInfo.InvariantCulture, out var expires) ? expires : null }
            : throw new RemoteException($"{who} answers without credentials.");
    }
}
