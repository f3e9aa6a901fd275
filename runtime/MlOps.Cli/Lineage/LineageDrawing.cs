using System.Globalization;
using System.Text;

namespace MlOps.Cli.Lineage;

/// <summary>A lineage as text from which Graphviz or Mermaid draws a picture.</summary>
/// <remarks>Names come from whoever wrote to the store: each is text in a box and nothing else, neither markup nor a link nor an instruction to the drawer.</remarks>
internal static class LineageDrawing
{
    private const int LongestLabel = 80;

    /// <summary>For Graphviz: <c>mlops lineage latest --dot | dot -Tsvg</c>.</summary>
    public static string Dot(LineageGraph graph)
    {
        var text = new StringBuilder("digraph lineage {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n");
        var numbers = Number(graph);
        foreach (var node in graph.Nodes)
        {
            var shape = node switch { DataNode => "cylinder", RunNode => "box", ArtifactNode => "note", _ => "component" };
            text.Append(CultureInfo.InvariantCulture, $"  n{numbers[node.Id]} [shape={shape}, label=\"{ForDot(node.Label)}\"{(graph.Subjects.Contains(node) ? ", penwidth=2" : "")}];\n");
        }

        foreach (var edge in graph.Edges)
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{numbers[edge.From]} -> n{numbers[edge.To]} [label=\"{LineageGraph.NameOf(edge.Kind)}\"{(edge.Kind == LineageEdgeKind.Nested ? ", style=dashed" : "")}];\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>For Mermaid, and so for Markdown on GitHub, GitLab and others.</summary>
    public static string Mermaid(LineageGraph graph)
    {
        var text = new StringBuilder("flowchart LR\n");
        var numbers = Number(graph);
        foreach (var node in graph.Nodes)
        {
            var (open, close) = node switch { DataNode => ("[(", ")]"), RunNode => ("[", "]"), ArtifactNode => (">", "]"), _ => ("[[", "]]") };
            text.Append(CultureInfo.InvariantCulture, $"  n{numbers[node.Id]}{open}\"{ForMermaid(node.Label)}\"{close}\n");
        }

        foreach (var edge in graph.Edges)
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{numbers[edge.From]} {(edge.Kind == LineageEdgeKind.Nested ? "-." : "--")} {LineageGraph.NameOf(edge.Kind)} {(edge.Kind == LineageEdgeKind.Nested ? ".->" : "-->")} n{numbers[edge.To]}\n");
        }

        return text.ToString();
    }

    // A backslash begins an escape of Graphviz's own, such as \G for the name of the graph.
    internal static string ForDot(string label) => Fit(label).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    // Mermaid looks for directives, HTML and Markdown in the text of a box too: what is not plainly text is written as its number.
    internal static string ForMermaid(string label)
    {
        var text = new StringBuilder();
        foreach (var rune in Fit(label).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || (rune.IsAscii && " ._-/@,".Contains((char)rune.Value, StringComparison.Ordinal)))
            {
                text.Append(rune);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            }
        }

        return text.ToString();
    }

    private static Dictionary<string, int> Number(LineageGraph graph) =>
        graph.Nodes.Select(static (node, index) => (node.Id, index)).ToDictionary(static pair => pair.Id, static pair => pair.index, StringComparer.Ordinal);

    private static string Fit(string label)
    {
        var safe = TerminalText.Of(label);
        return safe.Length <= LongestLabel ? safe : safe[..(char.IsHighSurrogate(safe[LongestLabel - 1]) ? LongestLabel - 1 : LongestLabel)] + "…";
    }
}
