using System.CommandLine;
using System.Text.Json;
using MlOps.Cli.Runs;
using MlOps.MLflow;
using MlOps.MLflow.Delivery;
using MlOps.Recovery;
using MlOps.Store;

namespace MlOps.Cli.Sync;

/// <summary><c>mlops sync</c>.</summary>
internal static class SyncCommand
{
    public static Command Create()
    {
        var run = new Option<string?>("--run", "-r") { Description = "Only this run: its id, the beginning of it, or 'latest'." };
        var to = new Option<string?>("--to") { Description = "The server, such as http://mlflow.team:5000; left out, MLFLOW_TRACKING_URI." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Go on until Ctrl-C: send what is recorded from now on as well." };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else." };
        var command = new Command("sync", "Deliver runs of the embedded store to an MLflow server. Exits with 1 when some are left.") { run, to, watch, json };
        command.Validators.Add(result =>
        {
            if (result.GetValue(watch) && result.GetValue(json))
            {
                result.AddError("--watch has no end, and --json is one document at the end: give one of them.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var sync = new StoreSync(Store(), Server(parsed.GetValue(to)), static message => Console.Error.WriteLine($"mlops: {TerminalText.Of(message)}"));
            var id = Find(parsed.GetValue(run));
            if (parsed.GetValue(watch))
            {
                await Console.Error.WriteLineAsync($"Delivering to {sync.Destination} until Ctrl-C.").ConfigureAwait(false);
                await sync.WatchAsync(id, cancellationToken).ConfigureAwait(false);
            }

            var report = await ProgressBar.ShowAsync(Task.Run(() => sync.RunAsync(id, cancellationToken), cancellationToken), () => Look(sync)).ConfigureAwait(false);
            Print(report, parsed.GetValue(json));
            return report.Left.Count == 0 ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    /// <summary>Runs whose process died are delivered as what they are.</summary>
    private static StoreLocation Store()
    {
        var location = StoreLocation.Resolve();
        StoreRecovery.CloseDeadRuns(location);
        RunReader.Open(location).Dispose(); // Says it if there is none.
        return location;
    }

    private static MlflowOptions Server(string? to)
    {
        var options = MlflowOptions.FromEnvironment();
        return to is null ? options : options with { TrackingUri = to };
    }

    private static string? Find(string? run)
    {
        using var reader = RunReader.Open(StoreLocation.Resolve());
        return run is null ? null : reader.Find(run).RunId;
    }

    private static (double Done, double All, string Line) Look(StoreSync sync)
    {
        var (points, all, bytes) = sync.Progress;
        return (points, all, $"sending {points}/{all} points, {Words.Bytes(bytes)} of artifacts");
    }

    private static void Print(SyncReport report, bool isJson)
    {
        if (isJson)
        {
            WriteJson(report);
            return;
        }

        var sent = $"{Words.Count(report.Points, "point")} of metrics, {Words.Bytes(report.Bytes)} of artifacts";
        Console.WriteLine(report.Runs == 0 && report.Left.Count == 0 ? $"{report.Destination} has all runs." : $"{Words.Count(report.Runs, "run")} delivered to {report.Destination}: {sent}.");
        foreach (var left in report.Left)
        {
            Console.WriteLine($"  not complete: {RunText.ShortId(left.RunId)}  {TerminalText.Of(left.Reason)}");
        }
    }

    private static void WriteJson(SyncReport report)
    {
        using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("destination", report.Destination);
        writer.WriteNumber("runs", report.Runs);
        writer.WriteNumber("points", report.Points);
        writer.WriteNumber("bytes", report.Bytes);
        writer.WriteStartArray("left");
        foreach (var left in report.Left)
        {
            writer.WriteStartObject();
            writer.WriteString("run_id", left.RunId);
            writer.WriteString("reason", left.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
