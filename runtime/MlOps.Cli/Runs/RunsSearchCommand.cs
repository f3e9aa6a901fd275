using System.CommandLine;
using MlOps.Delivery;
using MlOps.MLflow;
using MlOps.Recovery;
using MlOps.Search;
using MlOps.Store;

namespace MlOps.Cli.Runs;

/// <summary><c>mlops runs search</c>: alike in the embedded store and on a server.</summary>
internal static class RunsSearchCommand
{
    private const int UsualLimit = 100;
    private const int MostLimit = 10_000;

    public static Command Create(Option<bool> json)
    {
        var filter = new Argument<string?>("filter") { Description = "In MLflow's language, such as \"metrics.accuracy > 0.9 and params.lr = '0.01'\"; left out, all runs.", Arity = ArgumentArity.ZeroOrOne };
        var order = new Option<string[]>("--order", "-o") { Description = "What to sort by, such as \"metrics.accuracy desc\"; may be given several times. Left out, the newest come first." };
        var experiment = new Option<string[]>("--experiment", "-e") { Description = "Only the runs of this experiment; may be given several times." };
        var limit = new Option<int?>("--limit", "-n") { Description = $"How many runs at most; {UsualLimit}, unless said otherwise." };
        var local = new Option<bool>("--local") { Description = "Search the embedded store, also when MLFLOW_TRACKING_URI names a server." };
        var index = new Option<bool>("--index") { Description = "Make the indexes that make searches of a large embedded store fast; once is enough." };
        var command = new Command("search", "Find runs by MLflow's filter language.") { filter, order, experiment, limit, local, index, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(limit) is < 1 or > MostLimit)
            {
                result.AddError($"--limit is 1 to {MostLimit}.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var most = parsed.GetValue(limit) ?? UsualLimit;
            var search = new RunSearchOptions
            {
                OrderBy = parsed.GetValue(order) ?? [],
                Experiments = parsed.GetValue(experiment) ?? [],
                Limit = most + 1, // One more tells whether there are more.
            };
            try
            {
                var text = parsed.GetValue(filter) ?? "";
                var (runs, deliveries) = Server(parsed.GetValue(local) || parsed.GetValue(index)) is { } server
                    ? (await ServerRuns.FindAsync(server, text, search, cancellationToken).ConfigureAwait(false), Enumerable.Empty<RecordedDelivery>().ToLookup(static _ => ""))
                    : Find(text, search, parsed.GetValue(index));
                Print(runs, deliveries, most, parsed.GetValue(json));
                return ExitCode.Done;
            }
            catch (RunFilterException problem)
            {
                return Failure.Tell(parsed, problem, ExitCode.Usage);
            }
        });
        return command;
    }

    /// <summary>The server that is asked; <see langword="null"/> when it is the embedded store.</summary>
    private static MlflowOptions? Server(bool isLocal)
    {
        var options = MlflowOptions.FromEnvironment();
        return isLocal || string.IsNullOrWhiteSpace(options.TrackingUri) || TrackingUri.Locate(options.TrackingUri, Directory.GetCurrentDirectory()) is not null ? null : options;
    }

    private static (IReadOnlyList<RecordedRun> Runs, ILookup<string, RecordedDelivery> Deliveries) Find(string filter, RunSearchOptions options, bool makesIndexes)
    {
        var location = StoreLocation.Resolve();
        StoreRecovery.CloseDeadRuns(location); // A run whose process died is not found as running.
        if (makesIndexes)
        {
            RunSearch.CreateIndexes(location);
        }

        using var search = RunSearch.Open(location);
        if (!search.IsIndexed)
        {
            Console.Error.WriteLine("mlops: This store is large and has no indexes for searches. 'mlops runs search --index' makes them, once; programs that record wait meanwhile.");
        }

        using var reader = RunReader.Open(location);
        return (search.Find(filter, options).Runs, reader.Deliveries());
    }

    private static void Print(IReadOnlyList<RecordedRun> found, ILookup<string, RecordedDelivery> deliveries, int limit, bool isJson)
    {
        RecordedRun[] runs = [.. found.Take(limit)];
        if (isJson)
        {
            RunsJson.WriteList(Console.OpenStandardOutput(), runs, deliveries);
        }
        else if (runs.Length == 0)
        {
            Console.WriteLine("No run matches.");
        }
        else
        {
            RunsTable.Print(Terminal.Console, runs, deliveries, experiment: null);
        }

        if (found.Count > limit)
        {
            Console.Error.WriteLine($"mlops: There are more than these {limit}; --limit {Math.Min(limit * 10, MostLimit)} shows more.");
        }
    }
}
