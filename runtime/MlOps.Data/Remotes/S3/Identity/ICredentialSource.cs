namespace MlOps.Data.Remotes.S3.Identity;

/// <summary>Somebody who hands out credentials.</summary>
internal interface ICredentialSource
{
    /// <exception cref="RemoteException">It gives none.</exception>
    Task<S3Credentials> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>Credentials that somebody wrote down.</summary>
internal sealed class WrittenCredentials(S3Credentials credentials) : ICredentialSource
{
    public S3Credentials Credentials => credentials;

    public Task<S3Credentials> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(credentials);
}
