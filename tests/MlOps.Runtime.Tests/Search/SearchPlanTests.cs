using CsCheck;
using MlOps.Search;
using MlOps.Store;

namespace MlOps.Tests.Search;

/// <summary>Wherever a search begins, it finds the same runs in the same order: those that its meaning says.</summary>
public sealed class SearchPlanTests
{
    [Fact]
    public void EveryPlanFindsWhatTheMeaningSays() => Gen.Select(Runs, Query.Array[20]).Sample(
        static (runs, queries) =>
        {
            using var folder = new TempFolder();
            var location = new StoreLocation(folder.PathOf(".mlops"));
            StoredRun.Write(location, runs);
            using var search = RunSearch.Open(location);
            Assert.True(search.IsIndexed);
            foreach (var query in queries)
            {
                string[] expected = [.. NaiveSearch.Ids(runs, query)];
                SearchSource[] sources =
                [
                    new AnySource(), new NewestSource(), search.Choose(query), search.Choose(query, few: 0), .. SearchPlanner.Sources(query),
                    .. SearchPlanner.InOrder(query) is { } walk ? [walk] : (SearchSource[])[],
                ];
                foreach (var source in sources)
                {
                    var found = search.Ids(query, source);
                    Assert.True(expected.SequenceEqual(found), $"{source} finds [{string.Join(' ', found)}] instead of [{string.Join(' ', expected)}] for {string.Join(" AND ", query.Conditions)} by {string.Join(", ", query.Orders)}, {query.View}, {query.Experiments?.Count} experiments, {query.Most}.");
                }
            }
        },
        iter: 25, threads: 1);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string> Key => OneOf("a", "b", "c d");

    private static Gen<string> Value => OneOf("", "x", "X", "xy", "xyz", "10", "9");

    private static Gen<string> Pattern => OneOf("x%", "%Y", "_", "x_z", "X%", "%", "10");

    private static Gen<double> Number => OneOf(0, -1, 0.5, 0.5, 1, double.NaN, double.PositiveInfinity, double.NegativeInfinity);

    private static Gen<StoredRun[]> Runs => Gen.Select(
        OneOf<long?>(1000, 2000, 2000, 3000, null),
        Gen.Select(OneOf("FINISHED", "FAILED"), Gen.Int[0, 5].Select(static dice => dice == 0), Gen.Long[1, 3]),
        Gen.Dictionary(Key, Value)[0, 3],
        Gen.Dictionary(Key, Value.Null())[0, 3],
        Gen.Dictionary(Key, Number)[0, 3],
        Gen.Select(OneOf("p", "q"), OneOf("training", "test")).List[0, 2],
        Value,
        static (start, facts, keys, tags, metrics, data, name) => new StoredRun("")
        {
            Start = start,
            Status = facts.Item1,
            IsDeleted = facts.Item2,
            Experiment = facts.Item3,
            Params = keys,
            Tags = tags,
            Metrics = metrics,
            Datasets = [.. data.DistinctBy(static item => item.Item1)],
            Name = name,
        }).Array[0, 30].Select(static runs => runs.Select(static (run, i) => run with { Id = $"{i * 7 % 31:x2}" }).ToArray());

    private static Gen<RunFilter> Condition => Gen.OneOf(
        Gen.Select(Key, OneOf(0, 0.5, 1, double.PositiveInfinity), Gen.Int[0, 5], static (key, value, way) => RunFilter.Metric(key) is var metric ? way switch
        {
            0 => metric.GreaterThan(value),
            1 => metric.GreaterThanOrEqualTo(value),
            2 => metric.LessThan(value),
            3 => metric.LessThanOrEqualTo(value),
            4 => metric.EqualTo(value),
            _ => metric.NotEqualTo(value),
        } : RunFilter.All),
        Gen.Select(Gen.OneOf(Key.Select(static key => (TextField)RunFilter.Param(key)), Key.Select(static key => (TextField)RunFilter.Tag(key)), Gen.Const(RunFilter.RunName), Gen.Const((TextField)RunFilter.DatasetDigest)), Value, Pattern, Gen.Int[0, 3], static (text, value, pattern, way) => way switch
        {
            0 => text.EqualTo(value),
            1 => text.NotEqualTo(value),
            2 => text.Like(pattern),
            _ => text.ILike(pattern),
        }),
        Gen.Select(Key, Gen.Bool, Gen.Bool, static (key, isParam, isThere) =>
            (isParam ? RunFilter.Param(key) : RunFilter.Tag(key)) is var keyed && isThere ? keyed.Exists() : keyed.IsMissing()),
        Gen.Select(OneOf("p", "q").Array[1, 2], Gen.Int[0, 2], static (values, way) => way switch
        {
            0 => RunFilter.DatasetDigest.In(values),
            1 => RunFilter.DatasetDigest.NotIn(values),
            _ => RunFilter.DatasetContext.EqualTo("test"),
        }),
        Gen.Select(OneOf("00", "07", "1c").Array[1, 3], Gen.Bool, static (ids, isIn) => isIn ? RunFilter.RunId.In(ids) : RunFilter.RunId.NotIn(ids)),
        OneOf(RunFilter.Status.EqualTo(RunStatus.Failed), RunFilter.StartTime.After(DateTimeOffset.FromUnixTimeMilliseconds(1000)), RunFilter.StartTime.AtOrBefore(DateTimeOffset.FromUnixTimeMilliseconds(2000))));

    private static Gen<string> Order => Gen.Select(
        OneOf("metrics.a", "metrics.`c d`", "params.a", "params.b", "tags.a", "start_time", "status", "run_name", "end_time"), Gen.Bool,
        static (name, isDescending) => isDescending ? name + " DESC" : name);

    private static Gen<SearchQuery> Query => Gen.Select(
        Condition.Array[0, 3], Order.Array[0, 2], OneOf<IReadOnlyList<long>?>(null, null, [1L], [2L, 3L]), Gen.Enum<RunView>(), OneOf(1, 3, 10, 100),
        static (filters, orders, experiments, view, most) => new SearchQuery(
            filters.Aggregate(RunFilter.All, static (sum, filter) => sum.And(filter)).Conditions,
            RunOrder.Parse([.. orders.DistinctBy(static order => order.Split(' ', '`')[0])]), experiments, view, most));
}
