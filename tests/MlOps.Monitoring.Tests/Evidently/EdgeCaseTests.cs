using System.Text.Json;
using MlOps.Monitoring.Tests.Conformance;

namespace MlOps.Monitoring.Tests.Evidently;

/// <summary>Every case of <c>edge_cases.json</c>.</summary>
public sealed class EdgeCaseTests
{
    /// <summary>
    /// Four levels in a test of two: Evidently counts two of them, which ones depends on the hash seed of its process. Here it says nothing.
    /// </summary>
    private const string ByHash = "disjoint_categories fisher_exact";

    [Fact]
    public void EveryEdgeHasEvidentlysScoreOrAReason()
    {
        var cases = Recorded.Cases("edge_cases.json").ToArray();
        Assert.Equal(57, cases.Length);
        Assert.Multiple([.. cases.Select(static recorded => (Action)(() => Holds(recorded)))]);
    }

    private static void Holds(JsonElement recorded)
    {
        var name = recorded.GetProperty("case").GetString()!;
        var type = recorded.GetProperty("column_type").GetString() == "num" ? ColumnType.Numeric : ColumnType.Categorical;
        var (reference, current) = (Column(recorded, "reference"), Column(recorded, "current"));
        Verdict.Holds(recorded.GetProperty("pipeline_default"), Verdict.Of(reference, current, null, type), $"{name} default");

        // "raw" is recorded from series that were not cleaned. Here all are: the two are the same where no value is missing, infinite or a truth
        // value, of which pandas makes numbers there.
        var isClean = recorded.GetProperty("dtype").GetString() != "bool" && IsClean(recorded.GetProperty("reference")) && IsClean(recorded.GetProperty("current"));
        foreach (var part in isClean ? new[] { "pipeline", "raw" } : ["pipeline"])
        {
            foreach (var result in recorded.GetProperty(part).EnumerateArray())
            {
                var method = result.GetProperty("method").GetString()!;
                var drift = Verdict.Of(reference, current, method, type);
                if ($"{name} {method}" == ByHash)
                {
                    Assert.Equal((double.NaN, false), (drift.Score, drift.Drift));
                    Assert.Equal("Fisher's exact test compares two levels, and there are 4.", drift.Reason);
                    continue;
                }

                Verdict.Holds(result, drift, $"{name} {part} {method}");
            }
        }
    }

    private static bool IsClean(JsonElement values) => Values(values).ToArray() is { Length: > 0 } all &&
        Array.TrueForAll(all, static value => value.ValueKind is not JsonValueKind.Null && !(value.ValueKind == JsonValueKind.String && value.GetString() is "NaN" or "Infinity" or "-Infinity"));

    private static Column Column(JsonElement recorded, string part)
    {
        var values = Values(recorded.GetProperty(part)).ToArray();
        if (recorded.GetProperty("dtype").GetString() is "float64" or "int64")
        {
            return new NumberColumn("v", Array.ConvertAll(values, static value => value.ValueKind == JsonValueKind.Null ? double.NaN : Recorded.Number(value)));
        }

        var texts = Array.ConvertAll(values, static value => value.ValueKind == JsonValueKind.Null ? null : value.ToString());
        var levels = texts.OfType<string>().Distinct().ToList();
        return new LevelColumn("v", Array.ConvertAll(texts, text => text is null ? LevelColumn.Missing : levels.IndexOf(text)), levels);
    }

    /// <summary>The values, or how many times each is there in a row.</summary>
    private static IEnumerable<JsonElement> Values(JsonElement values) => values.ValueKind == JsonValueKind.Array
        ? values.EnumerateArray()
        : values.GetProperty("run_length").EnumerateArray().SelectMany(static run => Enumerable.Repeat(run[0], run[1].GetInt32()));
}
