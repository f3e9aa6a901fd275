using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>What goes into one call of <c>runs/log-batch</c>.</summary>
internal sealed record LogBatch(IReadOnlyList<Metric> Metrics, IReadOnlyList<KeyValuePair<string, string>> Params, IReadOnlyList<KeyValuePair<string, string>> Tags)
{
    /// <summary>How many values one call may hold in all, and so how many metrics.</summary>
    public const int MostValues = 1000;

    /// <summary>How many params, and how many tags.</summary>
    public const int MostPairs = 100;

    /// <summary>Splits values into as few calls as there must be; the order of metrics stays.</summary>
    public static IEnumerable<LogBatch> Split(IEnumerable<Metric> metrics, IEnumerable<KeyValuePair<string, string>> @params, IEnumerable<KeyValuePair<string, string>> tags)
    {
        using var nextMetrics = metrics.Select(ServerLimits.Metric).GetEnumerator();
        using var nextParams = @params.Select(ServerLimits.Param).GetEnumerator();
        using var nextTags = tags.Select(ServerLimits.Tag).GetEnumerator();
        while (true)
        {
            var batchParams = Take(nextParams, MostPairs);
            var batchTags = Take(nextTags, MostPairs);
            var batchMetrics = Take(nextMetrics, MostValues - batchParams.Count - batchTags.Count);
            if (batchParams.Count + batchTags.Count + batchMetrics.Count == 0)
            {
                yield break;
            }

            yield return new LogBatch(batchMetrics, batchParams, batchTags);
        }
    }

    public void Write(Utf8JsonWriter json, string runId)
    {
        json.WriteString("run_id", runId);
        json.Objects("metrics", Metrics, Metric.Write);
        json.Pairs("params", Params);
        json.Pairs("tags", Tags);
    }

    private static List<T> Take<T>(IEnumerator<T> values, int most)
    {
        var taken = new List<T>();
        while (taken.Count < most && values.MoveNext())
        {
            taken.Add(values.Current);
        }

        return taken;
    }
}
