using System.Text;

namespace MlOps.Data.Remotes.S3.Identity;

/// <summary>The role of a machine of EC2, from its metadata service (version 2: a token first).</summary>
internal sealed class MachineCredentials(string endpoint) : ICredentialSource
{
    private const string Roles = "latest/meta-data/iam/security-credentials/";

    public static MachineCredentials? Find(AwsProfiles aws) =>
        "true".Equals(aws.Variable("AWS_EC2_METADATA_DISABLED"), StringComparison.OrdinalIgnoreCase) ? null
        : new MachineCredentials((aws.Variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254").TrimEnd('/'));

    public async Task<S3Credentials> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var token = await AskAsync(HttpMethod.Put, "latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", "21600", cancellationToken).ConfigureAwait(false);
            var role = await AskAsync(HttpMethod.Get, Roles, "X-aws-ec2-metadata-token", token, cancellationToken).ConfigureAwait(false);
            var given = await AskAsync(HttpMethod.Get, Roles + role.Split('\n')[0].Trim(), "X-aws-ec2-metadata-token", token, cancellationToken).ConfigureAwait(false);
            return CredentialService.Read("The metadata service of this machine", Encoding.UTF8.GetBytes(given));
        }
        catch (RemoteException problem)
        {
            throw new RemoteException(
                $"There are no credentials for S3: not in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, nor in ~/.aws, nor does this machine have a role ({problem.Message.TrimEnd('.')}). " +
                "For a public bucket, set option allow_anonymous_login of the remote to true.",
                problem);
        }
    }

    private async Task<string> AskAsync(HttpMethod method, string path, string header, string value, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"{endpoint}/{path}");
        request.Headers.TryAddWithoutValidation(header, value);
        using var content = await CredentialService.AskAsync("The metadata service of this machine", request, isNear: true, cancellationToken).ConfigureAwait(false);
        return await content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
    }
}
