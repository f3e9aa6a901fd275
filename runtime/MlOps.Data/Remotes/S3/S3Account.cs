using MlOps.Data.Config;

namespace MlOps.Data.Remotes.S3;

/// <summary>Where an S3 remote lies and who asks, from the places that AWS's own tools look at, in their order.</summary>
/// <param name="Credentials">Null where requests go out unsigned.</param>
/// <param name="Region">The region.</param>
/// <param name="Endpoint">The server, when it is not AWS's.</param>
internal sealed record S3Account(S3Credentials? Credentials, string Region, string? Endpoint)
{
    private const string DefaultRegion = "us-east-1";

    /// <param name="settings">The remote; its options win.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    /// <param name="home">The folder with <c>.aws/</c>.</param>
    /// <exception cref="RemoteException">There are no credentials.</exception>
    public static S3Account Of(RemoteSettings settings, Func<string, string?> environment, string home)
    {
        string? Variable(string name) => environment(name) is { Length: > 0 } value ? value : null;

        var named = settings["profile"];
        var profile = named ?? Variable("AWS_PROFILE") ?? Variable("AWS_DEFAULT_PROFILE") ?? "default";
        var secrets = AwsProfiles.Read(settings["credentialpath"] ?? Variable("AWS_SHARED_CREDENTIALS_FILE") ?? Path.Combine(home, ".aws", "credentials"), profile, isConfig: false);
        var config = AwsProfiles.Read(settings["configpath"] ?? Variable("AWS_CONFIG_FILE") ?? Path.Combine(home, ".aws", "config"), profile, isConfig: true);

        var credentials = settings.IsTrue("allow_anonymous_login") ? null
            : Pair(settings["access_key_id"], settings["secret_access_key"], settings["session_token"])
                // A profile that is named is meant, whatever the environment says.
                ?? (named is null ? Pair(Variable("AWS_ACCESS_KEY_ID"), Variable("AWS_SECRET_ACCESS_KEY"), Variable("AWS_SESSION_TOKEN")) : null)
                ?? Pair(secrets)
                ?? Pair(config)
                ?? throw new RemoteException(
                    $"Remote '{settings.Name}' has no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or put them into profile '{profile}' of " +
                    $"~/.aws/credentials; for a public bucket, 'mlops data remote modify {settings.Name} allow_anonymous_login true'.");
        return new S3Account(
            credentials,
            settings["region"] ?? Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? config.GetValueOrDefault("region") ?? DefaultRegion,
            settings["endpointurl"] ?? Variable("AWS_ENDPOINT_URL_S3") ?? Variable("AWS_ENDPOINT_URL") ?? config.GetValueOrDefault("endpoint_url"));
    }

    private static S3Credentials? Pair(IReadOnlyDictionary<string, string> profile) =>
        Pair(profile.GetValueOrDefault("aws_access_key_id"), profile.GetValueOrDefault("aws_secret_access_key"), profile.GetValueOrDefault("aws_session_token"));

    private static S3Credentials? Pair(string? key, string? secret, string? token) => key is null || secret is null ? null : new S3Credentials(key, secret, token);
}

/// <summary>Who asks.</summary>
internal sealed record S3Credentials(string AccessKey, string SecretKey, string? SessionToken);
