using MlOps.Data.Config;
using MlOps.Data.Remotes.S3.Identity;

namespace MlOps.Data.Remotes.S3;

/// <summary>Where an S3 remote lies and who asks, from the places that AWS's own tools look at, in their order.</summary>
/// <param name="Credentials">Those that are written down; null where they are handed out, or requests go out unsigned.</param>
/// <param name="Region">The region.</param>
/// <param name="Endpoint">The server, when it is not AWS's.</param>
internal sealed record S3Account(S3Credentials? Credentials, string Region, string? Endpoint)
{
    private const string DefaultRegion = "us-east-1";

    /// <summary>Who hands out credentials, where none are written down.</summary>
    public ICredentialSource? Source { get; init; }

    /// <param name="settings">The remote; its options win.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    /// <param name="home">The folder with <c>.aws/</c>.</param>
    /// <exception cref="RemoteException">There are no credentials.</exception>
    public static S3Account Of(RemoteSettings settings, Func<string, string?> environment, string home)
    {
        var aws = new AwsProfiles(environment, home, settings["credentialpath"], settings["configpath"]);
        var named = settings["profile"];
        var profile = named ?? aws.Variable("AWS_PROFILE") ?? aws.Variable("AWS_DEFAULT_PROFILE") ?? "default";
        var config = aws.Config(profile);
        var account = new S3Account(
            null,
            settings["region"] ?? aws.Variable("AWS_REGION") ?? aws.Variable("AWS_DEFAULT_REGION") ?? config.GetValueOrDefault("region") ?? DefaultRegion,
            settings["endpointurl"] ?? aws.Variable("AWS_ENDPOINT_URL_S3") ?? aws.Variable("AWS_ENDPOINT_URL") ?? config.GetValueOrDefault("endpoint_url"));
        if (settings.IsTrue("allow_anonymous_login"))
        {
            return account;
        }

        // A profile that is named is meant, whatever the environment says.
        var written = S3Credentials.Pair(settings["access_key_id"], settings["secret_access_key"], settings["session_token"])
            ?? (named is null ? S3Credentials.Pair(aws.Variable("AWS_ACCESS_KEY_ID"), aws.Variable("AWS_SECRET_ACCESS_KEY"), aws.Variable("AWS_SESSION_TOKEN")) : null);
        var source = written is not null ? null
            : new CredentialChain(aws, account.Region).Find(profile, isNamed: named is not null)
                ?? throw new RemoteException(
                    $"Remote '{settings.Name}' has no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or put them into profile '{profile}' of " +
                    $"~/.aws/credentials; for a public bucket, 'mlops data remote modify {settings.Name} allow_anonymous_login true'.");
        return source is WrittenCredentials file ? account with { Credentials = file.Credentials } : account with { Credentials = written, Source = source };
    }
}

/// <summary>Who asks.</summary>
internal sealed record S3Credentials(string AccessKey, string SecretKey, string? SessionToken)
{
    /// <summary>Until when they hold; null where that is not known, or for ever.</summary>
    public DateTimeOffset? Expires { get; init; }

    public static S3Credentials? Pair(string? key, string? secret, string? token) => key is null || secret is null ? null : new S3Credentials(key, secret, token);

    public override string ToString() => AccessKey; // And never the secret.
}
