using System.CommandLine;
using MlOps.Cli.Lineage.OpenLineage;
using MlOps.Data;
using MlOps.Recovery;
using MlOps.Store;

namespace MlOps.Cli.Lineage;

/// <summary><c>mlops lineage</c>.</summary>
internal static class LineageCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name")
        {
            Description = "A run (the beginning of its id, or 'latest'), data (name, path or MD5), a model (NAME or NAME@VERSION) or an artifact (RUN/PATH).",
        };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else." };
        var dot = new Option<bool>("--dot") { Description = "Print a graph for Graphviz." };
        var mermaid = new Option<bool>("--mermaid") { Description = "Print a graph for Mermaid." };
        var events = new Option<string?>("--openlineage")
        {
            Description = "Write the runs as OpenLineage events to a file ('-' for the standard output), or send them to a server; left out, to $OPENLINEAGE_URL.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "FILE|URL",
        };
        var depth = new Option<int>("--depth") { Description = "How many steps to follow.", DefaultValueFactory = static _ => int.MaxValue };
        var command = new Command("lineage", "Tell what a run, data or a model came from, and what came from it.") { name, json, dot, mermaid, events, depth };
        depth.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var steps) && steps < 0)
            {
                result.AddError("--depth takes a number from 0 up.");
            }
        });
        command.Validators.Add(result =>
        {
            if (new Option[] { json, dot, mermaid, events }.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
            {
                result.AddError("--json, --dot, --mermaid and --openlineage each print something else: give one of them.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var location = StoreLocation.Resolve();
            StoreRecovery.CloseDeadRuns(location);
            using var reader = RunReader.Open(location);
            var source = new LineageSource(reader, DvcRepository.Find(Directory.GetCurrentDirectory()));
            var graph = LineageWalk.From(source, new LineageNames(source).Find(parsed.GetRequiredValue(name)), parsed.GetValue(depth));
            if (parsed.GetResult(events) is { Implicit: false })
            {
                return await OpenLineageOutput.WriteAsync(source, graph, parsed.GetValue(events), cancellationToken).ConfigureAwait(false);
            }

            if (parsed.GetValue(json))
            {
                LineageJson.Write(Console.OpenStandardOutput(), graph);
            }
            else if (parsed.GetValue(dot) || parsed.GetValue(mermaid))
            {
                Console.Write(parsed.GetValue(dot) ? LineageDrawing.Dot(graph) : LineageDrawing.Mermaid(graph));
            }
            else
            {
                LineageTree.Print(Terminal.Console, graph);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
