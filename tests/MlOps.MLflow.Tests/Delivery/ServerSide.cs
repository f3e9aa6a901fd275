using MlOps.MLflow;
using MlOps.MLflow.Delivery;

namespace MlOps.Tests.MLflow.Delivery;

/// <summary>What a server has of an experiment, read from it without anything in between.</summary>
internal static class ServerSide
{
    public static async Task<IReadOnlyList<RunContents>> ReadRunsAsync(MlflowOptions server, string experiment, CancellationToken cancellationToken)
    {
        using var client = new MlflowClient(server);
        if (await client.Experiments.FindAsync(experiment, cancellationToken) is not { } found)
        {
            return [];
        }

        var runs = new List<RunContents>();
        await foreach (var run in client.Runs.SearchAsync(new RunQuery { ExperimentIds = [found.ExperimentId] }, cancellationToken))
        {
            runs.Add(await ReadAsync(client, run, cancellationToken));
        }

        return runs;
    }

    private static async Task<RunContents> ReadAsync(MlflowClient client, MlflowRun run, CancellationToken cancellationToken) => new()
    {
        LocalId = run.Tags.GetValueOrDefault(RunCourier.LocalIdTag, ""),
        Name = run.Info.RunName,
        Status = run.Info.Status!.Value.ToString().ToUpperInvariant(),
        EndTime = run.Info.EndTime?.ToUnixTimeMilliseconds() ?? 0,
        Params = Lines(run.Params),
        Tags = Lines(run.Tags.Where(static tag => tag.Key != RunCourier.LocalIdTag)),
        Points = [.. (await PointsAsync(client, run, cancellationToken)).Order(StringComparer.Ordinal)],
        Inputs = [.. run.Datasets.Select(static input => $"{input.Name} {input.Digest}").Order(StringComparer.Ordinal)],
        Files = [.. (await FilesAsync(client, run.Info.RunId, null, cancellationToken)).Order(StringComparer.Ordinal)],
    };

    private static async Task<List<string>> PointsAsync(MlflowClient client, MlflowRun run, CancellationToken cancellationToken)
    {
        var points = new List<string>();
        foreach (var key in run.Metrics.Keys)
        {
            await foreach (var point in client.Runs.GetMetricHistoryAsync(run.Info.RunId, key, cancellationToken))
            {
                points.Add(RunContents.PointOf(key, point.Value, point.Timestamp.ToUnixTimeMilliseconds(), point.Step));
            }
        }

        return points;
    }

    private static async Task<List<string>> FilesAsync(MlflowClient client, string run, string? folder, CancellationToken cancellationToken)
    {
        var files = new List<string>();
        await foreach (var entry in client.Artifacts.ListAsync(run, folder, cancellationToken))
        {
            if (entry.IsFolder)
            {
                files.AddRange(await FilesAsync(client, run, entry.Path, cancellationToken));
                continue;
            }

            using var content = new MemoryStream();
            await client.Artifacts.DownloadAsync(run, entry.Path, content, cancellationToken: cancellationToken);
            files.Add(RunContents.FileOf(entry.Path, content.ToArray()));
        }

        return files;
    }

    private static List<string> Lines(IEnumerable<KeyValuePair<string, string>> pairs) =>
        [.. pairs.Select(static pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)];
}
