using MlOps.MLflow;
using MlOps.Search;
using MlOps.Store;

namespace MlOps.Cli.Runs;

/// <summary>Runs of a server, as those of the embedded store are shown.</summary>
internal static class ServerRuns
{
    private const int MostAtOnce = 1000;

    public static async Task<IReadOnlyList<RecordedRun>> FindAsync(MlflowOptions server, string filter, RunSearchOptions options, CancellationToken cancellationToken)
    {
        // Here the message says where the text is wrong, and it is the same as for the embedded store.
        _ = RunFilter.Parse(filter);
        _ = RunOrder.Parse(options.OrderBy);
        using var client = new MlflowClient(server);
        var names = await ExperimentsAsync(client, options.Experiments, cancellationToken).ConfigureAwait(false);
        var search = new RunQuery
        {
            ExperimentIds = [.. names.Keys],
            Filter = filter.Length == 0 ? null : filter,
            OrderBy = options.OrderBy,
            View = options.View,
            PageSize = Math.Min(options.Limit, MostAtOnce),
        };
        var runs = new List<RecordedRun>();
        await foreach (var run in client.Runs.SearchAsync(search, cancellationToken).Take(options.Limit).ConfigureAwait(false))
        {
            runs.Add(Recorded(run, names));
        }

        return runs;
    }

    /// <summary>The names of the experiments by their ids: of those named, or of all that are not deleted.</summary>
    private static async Task<Dictionary<string, string>> ExperimentsAsync(MlflowClient client, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var experiment = await client.Experiments.FindAsync(name, cancellationToken).ConfigureAwait(false)
                ?? throw new StoreException($"There is no experiment '{name}' on the server.");
            found[experiment.ExperimentId] = experiment.Name;
        }

        if (names.Count == 0)
        {
            await foreach (var experiment in client.Experiments.SearchAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                found[experiment.ExperimentId] = experiment.Name;
            }
        }

        return found;
    }

    private static RecordedRun Recorded(MlflowRun run, Dictionary<string, string> experiments) => new(
        run.Info.RunId,
        experiments.GetValueOrDefault(run.Info.ExperimentId, ""),
        run.Info.RunName,
        run.Tags.GetValueOrDefault("mlops.method"),
        run.Info.Status is { } status ? RunStatusText.Of(status) : "SCHEDULED", // The one status of MLflow's that no run of ours has.
        run.Info.StartTime,
        run.Info.EndTime,
        run.Tags.GetValueOrDefault("mlflow.parentRunId"));
}
