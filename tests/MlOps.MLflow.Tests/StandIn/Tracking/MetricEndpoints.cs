using System.Text.Json.Nodes;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.Search;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn.Tracking;

/// <summary>The history of metrics.</summary>
internal sealed class MetricEndpoints(ServerState state)
{
    private const string Path = "/api/2.0/mlflow/metrics/";

    public IEnumerable<Route> Routes()
    {
        yield return new("GET", Path + "get-history", "run_id:s! run_uuid:s metric_key:s! max_results:i* page_token:s*", GetHistory);
        yield return new("GET", Path + "get-history-bulk", "run_id:s[]! metric_key:s! max_results:i*", GetBulk);
        yield return new("GET", Path + "get-history-bulk-interval",
            "run_ids:s[]! metric_key:s! start_step:i* end_step:i* max_results:i*", GetInterval);
    }

    // 2 knows no pages. 3 takes no limit for a limit of none, and its next page begins where this one did: an endless loop.
    private Answer GetHistory(Call call)
    {
        var run = state.Run(call.Fields.Has("run_id") ? call.Fields.Text("run_id") : call.Fields.Text("run_uuid"));
        var points = HistoryOf(run, call.Fields.Text("metric_key")).OrderBy(static point => (point.Timestamp, point.Step, point.Value)).ToList();
        return call.IsThree
            ? Page.Of("metrics", points, call, call.Fields.Integer("max_results"), Json.Metric)
            : Answer.Json(new JsonObject().With("metrics", points.Select(Json.Metric)));
    }

    private Answer GetBulk(Call call)
    {
        var most = call.Fields.Has("max_results") ? (int)Math.Min(call.Fields.Integer("max_results"), 25_000) : 25_000;
        var metrics = call.Fields.Texts("run_id").Order(StringComparer.Ordinal).Select(state.Run)
            .SelectMany(run => HistoryOf(run, call.Fields.Text("metric_key")).Select(point => Json.Metric(point, run))).Take(most);
        return Answer.Json(new JsonObject().With("metrics", metrics));
    }

    private Answer GetInterval(Call call)
    {
        var histories = call.Fields.Texts("run_ids").Select(state.Run)
            .Select(run => (Run: run, Points: HistoryOf(run, call.Fields.Text("metric_key")).ToList())).ToList();
        var all = histories.SelectMany(static history => history.Points).Select(static point => point.Step).Distinct().Order().ToList();
        var first = call.Fields.Integer("start_step");
        var last = call.Fields.Has("end_step") ? call.Fields.Integer("end_step") : all.LastOrDefault();
        var most = call.Fields.Has("max_results") ? (int)call.Fields.Integer("max_results") : 2500;
        var picked = Sample(all, first, last, most, call.IsThree);
        picked.UnionWith(histories.Where(static history => history.Points.Count > 0).SelectMany(static history => Ends(history.Points))
            .Where(step => step >= first && step <= last));
        return Answer.Json(new JsonObject().With("metrics", histories.SelectMany(history => history.Points
            .Where(point => picked.Contains(point.Step)).Select(point => Json.Metric(point, history.Run)))));
    }

    private static long[] Ends(List<Point> points) => [points.Min(static point => point.Step), points.Max(static point => point.Step)];

    private static SortedSet<long> Sample(List<long> all, long first, long last, int most, bool isThree)
    {
        var start = all.FindIndex(step => step >= first);
        var inside = all.Where(step => step >= first && step <= last).ToList();
        if (inside.Count <= most)
        {
            return [.. inside];
        }

        var interval = inside.Count / (double)most;
        // 2 compares places in the whole history with the length of the part that was asked for, and so leaves out the wrong ones.
        return [.. Enumerable.Range(0, most).Select(i => (int)(i * interval)).Where(i => isThree || start + i < inside.Count).Select(i => inside[i]), inside[^1]];
    }

    private static IEnumerable<Point> HistoryOf(HeldRun run, string key) => run.History.Where(point => point.Key == key);
}
