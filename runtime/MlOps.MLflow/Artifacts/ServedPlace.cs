using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow.Artifacts;

/// <summary>Artifacts of a run in a place that only the server reaches: it shows them, as its web page does, but takes none.</summary>
/// <param name="server">The server.</param>
/// <param name="runId">The run.</param>
/// <param name="refusal">What is said to who wants to store something.</param>
internal sealed class ServedPlace(MlflowTransport server, string runId, Func<MlflowException> refusal) : ServerPlace(server)
{
    public override IAsyncEnumerable<ArtifactEntry> ListAsync(string folder, CancellationToken cancellationToken) => ListRunAsync(Server, runId, folder, cancellationToken);

    /// <summary>Lists a folder of any run, wherever its artifacts lie.</summary>
    public static IAsyncEnumerable<ArtifactEntry> ListRunAsync(MlflowTransport server, string runId, string folder, CancellationToken cancellationToken)
    {
        return Paging.AllAsync(PageAsync, cancellationToken);

        Task<Page<ArtifactEntry>> PageAsync(string? token, CancellationToken stop) => server.SendAsync(
            MlflowCall.Get("artifacts/list", ("run_id", runId), ("path", folder.Length == 0 ? null : folder), ("page_token", token)),
            answer => new Page<ArtifactEntry>(answer.List("files", Entry), answer.TextOrNull("next_page_token")),
            stop);

        ArtifactEntry Entry(JsonElement json)
        {
            var entry = ArtifactEntry.Read(json);
            return entry with { Path = ArtifactPath.CheckAnswered(entry.Path, folder) };
        }
    }

    protected override MlflowCall WriteCall(string path) => throw refusal();

    protected override MlflowCall ReadCall(string path) => MlflowCall.Get("/get-artifact", ("run_id", runId), ("path", path));
}
