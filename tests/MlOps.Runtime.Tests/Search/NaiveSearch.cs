using System.Text.RegularExpressions;
using MlOps.Search;

namespace MlOps.Tests.Search;

/// <summary>The meaning of a search, written down a second time: without a database, and without any haste.</summary>
internal static class NaiveSearch
{
    public static IEnumerable<string> Ids(IEnumerable<StoredRun> runs, SearchQuery query)
    {
        var found = runs
            .Where(run => query.Experiments?.Contains(run.Experiment) ?? run.Experiment != 3)
            .Where(run => query.View == RunView.All || run.IsDeleted == (query.View == RunView.Deleted))
            .Where(run => query.Conditions.All(condition => Meets(run, condition)))
            .Order(Comparer<StoredRun>.Create((a, b) => query.Orders.Select(order => Compare(a, b, order)).FirstOrDefault(static sign => sign != 0)
                is not 0 and var sign ? sign : Last(a, b, query)));
        return found.Take(query.Most).Select(static run => run.Id);
    }

    private static bool Meets(StoredRun run, RunCondition condition)
    {
        if (condition.Field.Entity == RunEntity.Dataset)
        {
            return run.Datasets.DistinctBy(static data => data.Digest).Any(data => Compares(
                condition.Field.Key switch { "name" => "data-" + data.Digest, "digest" => data.Digest, _ => data.Context }, condition));
        }

        var value = Value(run, condition.Field);
        return condition.Comparison switch
        {
            RunComparison.IsNull => !Has(run, condition.Field),
            RunComparison.IsNotNull => Has(run, condition.Field),
            _ => value is not null && Compares(value is double.NaN ? 0.0 : value, condition),
        };
    }

    private static bool Has(StoredRun run, RunField field) => field.Entity == RunEntity.Param ? run.Params.ContainsKey(field.Key) : run.Tags.ContainsKey(field.Key);

    private static object? Value(StoredRun run, RunField field) => field.Entity switch
    {
        RunEntity.Metric => run.Metrics.TryGetValue(field.Key, out var metric) ? Math.Clamp(metric, double.MinValue, double.MaxValue) : null,
        RunEntity.Param => run.Params.GetValueOrDefault(field.Key),
        RunEntity.Tag => run.Tags.GetValueOrDefault(field.Key),
        _ => field.Key switch
        {
            "run_id" => run.Id,
            "run_name" => run.Name,
            "status" => run.Status,
            "user_id" => "ada",
            "artifact_uri" => "/a",
            "start_time" => (double?)run.Start,
            _ => null,
        },
    };

    private static bool Compares(object value, RunCondition condition) => condition switch
    {
        NumberCondition number => ((double)value).CompareTo(number.Value) is var sign && number.Comparison switch
        {
            RunComparison.Equal => sign == 0,
            RunComparison.NotEqual => sign != 0,
            RunComparison.Greater => sign > 0,
            RunComparison.GreaterOrEqual => sign >= 0,
            RunComparison.Less => sign < 0,
            _ => sign <= 0,
        },
        TextCondition text => text.Comparison switch
        {
            RunComparison.Equal => (string)value == text.Value,
            RunComparison.NotEqual => (string)value != text.Value,
            _ => Regex.IsMatch((string)value, $"^{Regex.Escape(text.Value).Replace("%", ".*").Replace("_", ".")}$", text.Comparison == RunComparison.ILike ? RegexOptions.IgnoreCase : RegexOptions.None),
        },
        ListCondition list => list.Values.Contains((string)value) == (list.Comparison == RunComparison.In),
        _ => false,
    };

    private static int Compare(StoredRun a, StoredRun b, RunOrder order)
    {
        var (one, other) = (Value(a, order.Field), Value(b, order.Field));
        return Rank(one).CompareTo(Rank(other)) is not 0 and var rank ? rank
            : one is null or double.NaN ? 0
            : (order.IsDescending ? -1 : 1) * (one is string text ? string.CompareOrdinal(text, (string)other!) : ((double)one).CompareTo((double)other!));
    }

    private static int Rank(object? value) => value switch { null => 2, double.NaN => 1, _ => 0 };

    private static int Last(StoredRun a, StoredRun b, SearchQuery query) =>
        !query.Orders.Any(static order => order.Field.Key == "start_time") && (b.Start ?? long.MinValue).CompareTo(a.Start ?? long.MinValue) is not 0 and var start
            ? start
            : string.CompareOrdinal(a.Id, b.Id);
}
