using System.Globalization;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.Search;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn.Tracking;

internal sealed class RunSearchEndpoint(ServerState state)
{
    private const string Fields = "experiment_ids:s[]* filter:s* run_view_type:s max_results:i* order_by:s[]* page_token:s*";
    private static readonly Order[] s_default = [new("attributes", "start_time", IsAscending: false)];

    public IEnumerable<Route> Routes() => [new("POST", "/api/2.0/mlflow/runs/search", Fields, Search)];

    private Answer Search(Call call)
    {
        var size = Page.Size(call, 1000, 50_000);
        var clauses = Clause.ParseAll(call.Fields.Text("filter"));
        var experiments = call.Fields.Texts("experiment_ids");
        var found = state.Runs.Where(run => experiments.Contains(run.Experiment.Id)
            && View.Shows(call.Fields.Text("run_view_type"), run.IsDeleted)
            && clauses.All(clause => Holds(clause, run)));
        var orders = call.Fields.Texts("order_by").Select(Order.Parse).Concat(s_default);
        var sorted = Order.Sort(found, orders, ValueOf, static run => run.Id);
        return Page.Of("runs", sorted, call, size, run => RunEndpoints.Show(run, call.Version));
    }

    private static bool Holds(Clause clause, HeldRun run)
    {
        clause.CheckComparator();
        return clause.Entity switch
        {
            "metrics" => clause.Holds(MetricOf(run, clause.Key)?.Rank),
            "params" => clause.Holds(run.Params.GetValueOrDefault(clause.Key)),
            "tags" => clause.Holds(run.Tags.GetValueOrDefault(clause.Key)),
            "datasets" => run.Inputs.Any(input => clause.Holds(DatasetOf(input, clause.Key))),
            "attributes" when clause.Key is "start_time" or "end_time" or "created" or "Created" =>
                clause.Holds(Convert.ToDouble(AttributeOf(run, clause.Key), CultureInfo.InvariantCulture)),
            "attributes" => clause.Holds((string?)AttributeOf(run, clause.Key)),
            _ => throw ApiException.Invalid($"Invalid entity type '{clause.Entity}'. Valid values are ['metrics', 'parameters', 'tags', 'attributes', 'datasets']"),
        };
    }

    private static IComparable? ValueOf(HeldRun run, Order order) => order.Entity switch
    {
        "metrics" => MetricOf(run, order.Key)?.Value,
        "params" => run.Params.GetValueOrDefault(order.Key),
        "tags" => run.Tags.GetValueOrDefault(order.Key),
        _ => AttributeOf(run, order.Key),
    };

    private static IComparable? AttributeOf(HeldRun run, string key) => key switch
    {
        "run_id" => run.Id,
        "run_name" or "Run name" or "Run Name" => run.Name,
        "user_id" or "User" => run.UserId,
        "status" => run.Status,
        "artifact_uri" => run.ArtifactUri,
        "start_time" or "created" or "Created" => run.StartTime,
        "end_time" => run.EndTime,
        _ => throw ApiException.Invalid($"Invalid attribute key '{key}' specified."),
    };

    private static Point? MetricOf(HeldRun run, string key) => run.Latest.Where(point => point.Key == key).Select(static point => (Point?)point).FirstOrDefault();

    private static string? DatasetOf(HeldInput input, string key) => key switch
    {
        "name" => input.Name,
        "digest" => input.Digest,
        "context" => input.Tags.GetValueOrDefault("mlflow.data.context"),
        _ => throw ApiException.Invalid($"Invalid dataset key '{key}' specified. Valid keys are '{{'name', 'digest', 'context'}}'"),
    };
}
