using System.Text.Json;
using MlOps.Monitoring.Evidently;
using MlOps.Monitoring.Statistics;
using MlOps.Monitoring.Tests.Conformance;

namespace MlOps.Monitoring.Tests.Evidently;

/// <summary>Every case of <c>binning.json</c>: the edges, to the last digit, and what falls between them.</summary>
public sealed class BinningConformanceTests
{
    [Fact]
    public void BinsAreEvidentlys()
    {
        var cases = Recorded.Cases("binning.json").ToArray();
        Assert.Equal(187, cases.Length);
        foreach (var recorded in cases)
        {
            var (dataset, name) = (recorded.GetProperty("dataset").GetString()!, recorded.GetProperty("column").GetString()!);
            var (reference, current) = (Recorded.Table(dataset, "reference").Find(name)!, Recorded.Table(dataset, "current").Find(name)!);
            if (recorded.GetProperty("column_type").GetString() == "num")
            {
                Numbers(recorded, new NumberPair(new NumberSide((NumberColumn)reference), new NumberSide((NumberColumn)current)));
                continue;
            }

            var levels = reference is NumberColumn r && current is NumberColumn c
                ? LevelPair.Of(new NumberPair(new NumberSide(r), new NumberSide(c)))
                : LevelPair.Of(new LevelSide(reference), new LevelSide(current));

            Assert.Equal(Counts(recorded, "reference_counts"), levels.Reference);
            Assert.Equal(Counts(recorded, "current_counts"), levels.Current);
        }
    }

    private static void Numbers(JsonElement recorded, NumberPair pair)
    {
        var (reference, current) = pair.Bin();
        Assert.Equal(Counts(recorded, "reference_counts"), reference);
        Assert.Equal(Counts(recorded, "current_counts"), current);
        if (recorded.TryGetProperty("edges", out var edges))
        {
            Assert.Equal(Edges(edges), Sturges.Edges(pair.Minimum, pair.Maximum, pair.R.Length + pair.C.Length));
        }

        if (recorded.TryGetProperty("hellinger_edges", out var ofValues))
        {
            Assert.Equal(Edges(ofValues), Sturges.Edges(pair.Minimum, pair.Maximum, pair.Distinct()));
        }
    }

    /// <summary>The recorded counts, those of numbers in the order of the numbers: they were recorded in that of their texts.</summary>
    private static long[] Counts(JsonElement recorded, string member)
    {
        var counts = recorded.GetProperty(member).EnumerateArray().Select(static count => count.GetInt64());
        return recorded.TryGetProperty("values", out var values) && values.EnumerateArray().All(static value => value.ValueKind == JsonValueKind.Number)
            ? [.. counts.Zip(values.EnumerateArray(), static (count, value) => (Value: value.GetDouble(), count)).OrderBy(static bin => bin.Value).Select(static bin => bin.count)]
            : [.. counts];
    }

    private static double[] Edges(JsonElement edges) => [.. edges.EnumerateArray().Select(static edge => edge.GetDouble())];
}
