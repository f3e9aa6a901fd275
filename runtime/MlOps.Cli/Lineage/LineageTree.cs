using System.Globalization;
using MlOps.Cli.Runs;
using Spectre.Console;

namespace MlOps.Cli.Lineage;

/// <summary>A lineage as a person reads it: a tree for each thing that was asked about.</summary>
internal sealed class LineageTree
{
    private readonly LineageGraph _graph;
    private readonly ILookup<string, LineageEdge> _from;
    private readonly ILookup<string, LineageEdge> _to;
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    private LineageTree(LineageGraph graph) =>
        (_graph, _from, _to) = (graph, graph.Edges.ToLookup(static edge => edge.From), graph.Edges.ToLookup(static edge => edge.To));

    public static void Print(IAnsiConsole console, LineageGraph graph)
    {
        var drawing = new LineageTree(graph);
        foreach (var subject in graph.Subjects)
        {
            var tree = new Tree(new Markup($"[bold]{Text(subject.Label)}[/]{Facts(subject)}"));
            drawing.Grow(tree, subject, cameBy: null);
            console.WriteLine();
            console.Write(tree);
        }

        if (graph.IsCut)
        {
            console.WriteLine("\nThere is more than is shown here.");
        }
    }

    private void Grow(IHasTreeNodes tree, LineageNode node, LineageEdge? cameBy)
    {
        if (!_shown.Add(node.Id))
        {
            return;
        }

        foreach (var edge in _to[node.Id].Concat(_from[node.Id]).Where(edge => edge != cameBy))
        {
            var isComing = edge.To == node.Id;
            var other = _graph[isComing ? edge.From : edge.To];
            var wasShown = _shown.Contains(other.Id) && (_from[other.Id].Any() || _to[other.Id].Skip(1).Any());
            var branch = tree.AddNode(new Markup($"[grey]{Word(edge.Kind, isComing)}[/] {Text(other.Label)}{Facts(other)}{(wasShown ? " [grey](above)[/]" : "")}"));
            Grow(branch, other, edge);
        }
    }

    private static string Word(LineageEdgeKind kind, bool isComing) => (kind, isComing) switch
    {
        (LineageEdgeKind.Read, true) => "read",
        (LineageEdgeKind.Read, false) => "read by",
        (LineageEdgeKind.Produced, true) => "made by",
        (LineageEdgeKind.Produced, false) => "made",
        (LineageEdgeKind.Nested, true) => "nested in",
        _ => "has in it",
    };

    private static string Facts(LineageNode node) => node switch
    {
        RunNode { Run: var run } => $"  {RunText.Status(run.Status)} [grey]{Text(RunText.Time(run.StartTime))}[/]",
        DataNode { Commits: [var newest, ..] } => $"  [grey]{Text(newest.Commit[..10])} {newest.Time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {Text(newest.Subject)}[/]",
        ModelNode { Model.Aliases: { Count: > 0 } aliases } => $"  [grey]{Text(string.Join(' ', aliases.Select(static alias => "@" + alias)))}[/]",
        _ => "",
    };

    private static string Text(string text) => Markup.Escape(TerminalText.Of(text));
}
