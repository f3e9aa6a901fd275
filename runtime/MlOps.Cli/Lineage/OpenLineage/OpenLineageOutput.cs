using MlOps.Data;
using MlOps.Data.Remotes;

namespace MlOps.Cli.Lineage.OpenLineage;

/// <summary>Where events go, set as the clients of OpenLineage have it set.</summary>
internal static class OpenLineageOutput
{
    /// <param name="source">Where the runs are.</param>
    /// <param name="graph">Which of them.</param>
    /// <param name="target">A file, <c>-</c>, an address, or null for that in <c>$OPENLINEAGE_URL</c>.</param>
    /// <param name="cancellationToken">Stops between two events.</param>
    public static async Task<int> WriteAsync(LineageSource source, LineageGraph graph, string? target, CancellationToken cancellationToken)
    {
        target ??= Variable("OPENLINEAGE_URL");
        if (target is null)
        {
            await Console.Error.WriteLineAsync("mlops: --openlineage needs a file or an address, or one in OPENLINEAGE_URL.").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var runs = graph.Nodes.OfType<RunNode>().Select(static node => node.Run).ToArray();
        var events = new OpenLineageEvents(source, Variable("OPENLINEAGE_NAMESPACE") ?? "default").Of(runs);
        if (target == "-")
        {
            using var output = Console.OpenStandardOutput();
            output.Write(Lines(events));
            return ExitCode.Done;
        }

        if (target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            using var client = new OpenLineageClient(target, Variable("OPENLINEAGE_ENDPOINT"), Variable("OPENLINEAGE_API_KEY"), Retry.Default);
            await client.SendAsync(events, cancellationToken).ConfigureAwait(false);
            target = client.Address;
        }
        else
        {
            AtomicFile.Write(target, Lines(events));
        }

        Console.WriteLine($"{Words.Count(events.Count, "event")} of {Words.Count(runs.Length, "run")} to '{TerminalText.Of(target)}'.");
        if (graph.IsCut)
        {
            await Console.Error.WriteLineAsync("mlops: there are more runs; ask for fewer at a time.").ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    // One event a line, as the file transport of OpenLineage's own clients writes them.
    private static byte[] Lines(IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        using var lines = new MemoryStream();
        foreach (var told in events)
        {
            lines.Write(told.Span);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
