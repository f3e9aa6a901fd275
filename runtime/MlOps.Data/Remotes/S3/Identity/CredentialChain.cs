namespace MlOps.Data.Remotes.S3.Identity;

/// <summary>Finds who gives the credentials of a profile, in the order of AWS's own tools.</summary>
internal sealed class CredentialChain(AwsProfiles aws, string region)
{
    private const int Deepest = 8;

    /// <param name="profile">The profile.</param>
    /// <param name="isNamed">Whether a remote names it; what the environment gives to everybody is then not meant.</param>
    /// <returns>Null where there is nobody to ask.</returns>
    /// <exception cref="RemoteException">The profile says something that cannot be.</exception>
    public ICredentialSource? Find(string profile, bool isNamed) =>
        OfRole(profile, depth: 0)
        ?? (ICredentialSource?)(isNamed ? null : OfWebIdentity(aws.Variable("AWS_ROLE_ARN"), aws.Variable("AWS_WEB_IDENTITY_TOKEN_FILE"), aws.Variable("AWS_ROLE_SESSION_NAME")))
        ?? OfProfile(profile)
        // The machine is asked last, and not for a profile that nobody ever wrote.
        ?? (profile == "default" || aws.Config(profile).Count > 0 ? OfHost() : null);

    private StsCredentials? OfRole(string profile, int depth)
    {
        var config = aws.Config(profile);
        if (config.GetValueOrDefault("role_arn") is not { } role)
        {
            return null;
        }

        if (config.ContainsKey("mfa_serial"))
        {
            throw new RemoteException($"Profile '{profile}' of AWS needs a code of a device (mfa_serial), which cannot be asked for here: get credentials with 'aws sts assume-role' and set them in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.");
        }

        var session = config.GetValueOrDefault("role_session_name");
        if (OfWebIdentity(role, config.GetValueOrDefault("web_identity_token_file"), session) is { } web)
        {
            return web;
        }

        var source = (config.GetValueOrDefault("source_profile"), config.GetValueOrDefault("credential_source")) switch
        {
            ({ } other, _) when depth == Deepest => throw new RemoteException($"Profile '{other}' of AWS leads to itself by source_profile: correct ~/.aws/config."),
            ({ } other, _) => (other == profile ? null : OfRole(other, depth + 1)) ?? OfProfile(other),
            (_, "Environment") => OfVariables(),
            (_, "Ec2InstanceMetadata" or "EcsContainer") => OfHost(),
            (_, var word) => throw new RemoteException($"Profile '{profile}' of AWS has role_arn, and {(word is null ? "nothing that says" : $"credential_source '{word}' does not say")} who may take that role: set source_profile in ~/.aws/config."),
        };
        return new StsCredentials(aws, region, role, session)
        {
            Source = source ?? throw new RemoteException($"Profile '{profile}' of AWS takes a role with credentials that are not there: see source_profile and credential_source in ~/.aws/config."),
            ExternalId = config.GetValueOrDefault("external_id"),
            Seconds = config.GetValueOrDefault("duration_seconds"),
        };
    }

    private ICredentialSource? OfProfile(string profile)
    {
        var config = aws.Config(profile);
        return OfSingleSignOn(profile, config)
            ?? (ICredentialSource?)Pair(aws.Secrets(profile))
            ?? (config.GetValueOrDefault("credential_process") is { } command ? Program(profile, command) : Pair(config));
    }

    private ProcessCredentials Program(string profile, string command) => !aws.IsConfigOfRemote ? new ProcessCredentials(profile, command)
        : throw new RemoteException(
            $"Profile '{profile}' in the file that option configpath names has a credential_process, and no program is run because a repository says so: " +
            "if the file is yours, name it in AWS_CONFIG_FILE instead.");

    private StsCredentials? OfWebIdentity(string? role, string? tokenFile, string? session) =>
        role is not null && tokenFile is not null ? new StsCredentials(aws, region, role, session) { TokenFile = tokenFile } : null;

    private SsoCredentials? OfSingleSignOn(string profile, IReadOnlyDictionary<string, string> config)
    {
        var session = config.GetValueOrDefault("sso_session");
        var place = session is null ? config : aws.Session(session);
        return config.GetValueOrDefault("sso_account_id") is { } account && config.GetValueOrDefault("sso_role_name") is { } role
            && place.GetValueOrDefault("sso_start_url") is { } start && place.GetValueOrDefault("sso_region") is { } at
            ? new SsoCredentials(aws, profile, session ?? start, at, account, role)
            : null;
    }

    private ICredentialSource? OfHost() =>
        ContainerCredentials.Find(aws) ?? (ICredentialSource?)MachineCredentials.Find(aws);

    private WrittenCredentials? OfVariables() =>
        Written(S3Credentials.Pair(aws.Variable("AWS_ACCESS_KEY_ID"), aws.Variable("AWS_SECRET_ACCESS_KEY"), aws.Variable("AWS_SESSION_TOKEN")));

    private static WrittenCredentials? Pair(IReadOnlyDictionary<string, string> profile) =>
        Written(S3Credentials.Pair(profile.GetValueOrDefault("aws_access_key_id"), profile.GetValueOrDefault("aws_secret_access_key"), profile.GetValueOrDefault("aws_session_token")));

    private static WrittenCredentials? Written(S3Credentials? credentials) => credentials is null ? null : new WrittenCredentials(credentials);
}
