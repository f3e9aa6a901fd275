using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MlOps.Silicon.Sampling;

namespace MlOps.Cli.Silicon;

/// <summary><c>mlops silicon</c>: what this machine is made of, what can be sampled on it, and what it does now.</summary>
internal static class SiliconCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else; with --watch, one a line." };
        var sources = new Option<bool>("--sources") { Description = "Show what runs are told of on this machine, and why the rest is absent." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Show what the machine does, until q or Ctrl-C." };
        var interval = new Option<double>("--interval") { Description = "Seconds between two samples of --watch.", DefaultValueFactory = static _ => 1 };
        interval.Validators.Add(static result =>
        {
            // What is no number at all, the parser says itself; asking it for the value would then end the program.
            if (result.Tokens is [{ Value: var text }] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is not (>= 0.1 and <= 3600))
            {
                result.AddError("--interval takes seconds between 0.1 and 3600.");
            }
        });
        var command = new Command("silicon", "Show what this machine is made of, and what it does.") { json, sources, watch, interval };
        command.Validators.Add(result =>
        {
            if (result.GetValue(watch) && result.GetValue(sources))
            {
                result.AddError("--watch and --sources answer different questions: give one of them.");
            }

            if (!result.GetValue(watch) && result.GetResult(interval) is { Implicit: false })
            {
                result.AddError("--interval is the time between two samples of --watch: give both.");
            }
        });
        command.SetAction((parsed, cancellation) => parsed.GetValue(watch)
            ? SiliconWatch.RunAsync(TimeSpan.FromSeconds(parsed.GetValue(interval)), parsed.GetValue(json), cancellation)
            : Task.FromResult(Show(parsed.GetValue(sources), parsed.GetValue(json))));
        return command;
    }

    private static int Show(bool sources, bool asJson)
    {
        if (sources)
        {
            ShowSources(asJson);
        }
        else if (asJson)
        {
            Console.Out.WriteLine(SiliconInfo.Current.ToJson());
        }
        else
        {
            SiliconCard.Print(Terminal.Console, SiliconInfo.Current);
        }

        return ExitCode.Done;
    }

    private static void ShowSources(bool asJson)
    {
        var sampler = SiliconSampling.Sampler;
        sampler.Fast.Probe();
        sampler.Slow.Probe();
        string[] present = [.. sampler.Fast.Present, .. sampler.Slow.Present];
        AbsentSource[] absent = [.. sampler.Fast.Absent, .. sampler.Slow.Absent];
        if (asJson)
        {
            using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
            Write(writer, present, absent, [.. sampler.Fast.Table.Metrics, .. sampler.Slow.Table.Metrics]);
        }
        else
        {
            TextTable.Print(Terminal.Console, "sources", present.Select(static name => new[] { name, "read", "" }).Concat(absent.Select(static source => new[] { source.Name, "absent", source.Reason })), "source", "state", "why");
        }
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<string> present, IReadOnlyList<AbsentSource> absent, IEnumerable<Metric> metrics)
    {
        writer.WriteStartObject();
        JsonOutput.WriteTexts(writer, "present", present);
        writer.WriteStartArray("absent");
        foreach (var source in absent)
        {
            writer.WriteStartObject();
            writer.WriteString("name", source.Name);
            writer.WriteString("reason", source.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        JsonOutput.WriteTexts(writer, "metrics", metrics.Select(static metric => metric.Name));
        writer.WriteEndObject();
    }
}
