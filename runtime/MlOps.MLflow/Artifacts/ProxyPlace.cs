using System.Runtime.CompilerServices;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow.Artifacts;

/// <summary>Artifacts that the server passes on to wherever it keeps them (<c>--serve-artifacts</c>, its default).</summary>
/// <param name="server">The server.</param>
/// <param name="root">The path of the root among all artifacts of the server.</param>
internal sealed class ProxyPlace(MlflowTransport server, string root) : ServerPlace(server)
{
    public const string Api = "/api/2.0/mlflow-artifacts/artifacts";

    public override async IAsyncEnumerable<ArtifactEntry> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var call = MlflowCall.Get(Api, ("path", ArtifactPath.Join(root, folder)));
        foreach (var entry in await Server.SendAsync(call, static answer => answer.List("files", ArtifactEntry.Read), cancellationToken).ConfigureAwait(false))
        {
            // Here, unlike where the artifacts of a run are listed, paths begin at the folder.
            yield return entry with { Path = ArtifactPath.CheckAnswered(ArtifactPath.Join(folder, entry.Path), folder) };
        }
    }

    protected override MlflowCall WriteCall(string path) => new(HttpMethod.Put, PathOf(path), null, MayRepeat: true);

    protected override MlflowCall ReadCall(string path) => new(HttpMethod.Get, PathOf(path), null, MayRepeat: true);

    private string PathOf(string path) => $"{Api}/{ArtifactPath.Escape(ArtifactPath.Join(root, path))}";
}
