using MlOps.Search;
using MlOps.Store;
using MlOps.Tests.Tracking;

namespace MlOps.Tests.Search;

public sealed class RunSearchTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StoreLocation _location;

    public RunSearchTests() => _location = new StoreLocation(_folder.PathOf(".mlops"));

    [Theory]
    [InlineData("params.p LIKE 'Ada%'", "a")] // Upper and lower case are different,
    [InlineData("params.p ILIKE 'ADA%'", "a b")] // or are not.
    [InlineData("params.p = ''", "c")]
    [InlineData("params.p != 'Ada L.'", "b c")] // Not the run that has no such param.
    [InlineData("params.p IS NULL", "d")]
    [InlineData("metrics.m = 0", "a")] // NaN counts as 0.
    [InlineData("metrics.m >= 1.7976931348623157e308", "b")] // An infinity is the greatest number.
    [InlineData("attributes.run_name LIKE 'run-_' AND status = 'FAILED'", "c")]
    [InlineData("attributes.start_time > 2000", "a b")]
    [InlineData("attributes.run_id IN ('a', 'd', 'no such run')", "a d")]
    [InlineData("datasets.context = 'training' AND datasets.name LIKE 'data-%'", "b")]
    [InlineData("datasets.digest != 'p'", "b")]
    [InlineData("tags.nothing = 'x'", "")]
    public void AFilterMeansWhatItMeansInMlflow(string filter, string expected)
    {
        WriteFour();
        using var search = RunSearch.Open(_location);
        Assert.Equal(expected, Ids(search.Find(filter)));
    }

    [Theory]
    [InlineData("metrics.m DESC", "b c a d")] // NaN comes behind all numbers, what is missing last.
    [InlineData("metrics.m", "c b a d")]
    [InlineData("params.p DESC", "b a c d")]
    [InlineData("start_time", "c a b d")]
    [InlineData("run_name DESC", "d c b a")]
    [InlineData(null, "a b c d")] // The newest first, then by id.
    public void RunsAreSortedAsMlflowSortsThem(string? order, string expected)
    {
        WriteFour();
        using var search = RunSearch.Open(_location);
        Assert.Equal(expected, Ids(search.Find("", new RunSearchOptions { OrderBy = order is null ? [] : [order] })));
    }

    [Fact]
    public void PagesFollowOneAnotherWithoutGapOrDouble()
    {
        StoredRun.Write(_location, Enumerable.Range(0, 25).Select(static i => new StoredRun($"{i:00}") { Start = i % 3, Metrics = { ["m"] = i % 4 } }));
        using var search = RunSearch.Open(_location);
        var options = new RunSearchOptions { OrderBy = ["metrics.m DESC"], Limit = 7 };

        var all = search.Find(RunFilter.All, options with { Limit = 100 });
        Assert.Null(all.NextPageToken);
        Assert.Equal(all.Runs, search.FindAll(RunFilter.All, options));
        Assert.Equal("eyJvZmZzZXQiOiA3fQ==", search.Find("", options).NextPageToken); // As MLflow's servers write it.
    }

    [Fact]
    public void DeletedRunsAndThoseOfDeletedExperimentsAreHidden()
    {
        StoredRun.Write(_location, [new StoredRun("a"), new StoredRun("b") { IsDeleted = true }, new StoredRun("c") { Experiment = 3 }]);
        using var search = RunSearch.Open(_location);
        Assert.Equal("a", Ids(search.Find("")));
        Assert.Equal("b", Ids(search.Find("", new RunSearchOptions { View = RunView.Deleted })));
        Assert.Equal("a b", Ids(search.Find("", new RunSearchOptions { View = RunView.All })));
        Assert.Equal("c", Ids(search.Find("", new RunSearchOptions { Experiments = ["three"] })));
    }

    [Fact]
    public void WhatCannotBeSearchedForIsToldAtOnce()
    {
        WriteFour();
        using var search = RunSearch.Open(_location);
        Assert.Contains("no experiment 'four'", Assert.Throws<StoreException>(() => search.Find("", new RunSearchOptions { Experiments = ["four"] })).Message);
        Assert.Contains("1 to 50,000", Assert.Throws<ArgumentException>(() => search.Find("", new RunSearchOptions { Limit = 0 })).Message);
        Assert.Contains("1 to 50,000", Assert.Throws<ArgumentException>(() => search.Find("", new RunSearchOptions { Limit = 50_001 })).Message);
        foreach (var token in (string[])["%", "AAAA", "e30=", "eyJvZmZzZXQiOiAtMX0=", "W10="])
        {
            Assert.Contains("no page token", Assert.Throws<ArgumentException>(() => search.Find("", new RunSearchOptions { PageToken = token })).Message);
        }
    }

    [Fact]
    public void ATextIsNeverAPartOfTheStatement()
    {
        WriteFour();
        using var search = RunSearch.Open(_location);
        Assert.Equal("", Ids(search.Find("params.p = \"' OR 1=1; DROP TABLE runs; --\" AND tags.`x' OR '1'='1` LIKE '%'")));
        Assert.Equal(4, search.Find("").Runs.Count);
    }

    [Fact]
    public void TheLatestValueOfARecordedRunIsFoundWhileItGoesOn()
    {
        using var store = new TestStore();
        using var run = store.Begin(experiment: "iris");
        run.LogParam("lr", "0.01");
        run.Log("accuracy", 0.95, 2);
        run.Log("accuracy", 0.5, 1);
        store.Recorder.Flush();
        using var search = RunSearch.Open(store.Location);
        var found = Assert.Single(search.Find(RunFilter.Metric("accuracy").GreaterThan(0.9).And(RunFilter.Param("lr").EqualTo("0.01"))).Runs);
        Assert.Equal((run.RunId, "iris", "Demo.Trainer.Train"), (found.RunId, found.Experiment, found.Method));
    }

    [Fact]
    public void AStoreOfAnEarlierVersionGetsItsIndexesWhenItIsFirstSearched()
    {
        WriteFour();
        Execute("DROP INDEX mlops_runs; DROP INDEX mlops_params; DROP INDEX mlops_tags; DROP INDEX mlops_latest_metrics");
        using var search = RunSearch.Open(_location);
        Assert.True(search.IsIndexed);
        Assert.Equal("a", Ids(search.Find("params.p LIKE 'Ada%'")));
    }

    [Fact]
    public void ALargeStoreIsSearchedWithoutIndexesUntilTheyAreAskedFor()
    {
        WriteFour();
        Execute("DROP INDEX mlops_params; INSERT INTO params (rowid, key, value, run_uuid) VALUES (300000, 'x', '1', 'a')");
        using (var search = RunSearch.Open(_location))
        {
            Assert.False(search.IsIndexed);
            Assert.Equal("a", Ids(search.Find("params.x = '1' AND params.p LIKE 'Ada%'", new RunSearchOptions { OrderBy = ["params.x"] })));
        }

        RunSearch.CreateIndexes(_location);
        using var indexed = RunSearch.Open(_location);
        Assert.True(indexed.IsIndexed);
    }

    public void Dispose() => _folder.Dispose();

    private static string Ids(RunPage page) => string.Join(' ', page.Runs.Select(static run => run.RunId));

    private void WriteFour() => StoredRun.Write(_location,
    [
        new StoredRun("a") { Start = 3000, Name = "run-1", Params = { ["p"] = "Ada L." }, Metrics = { ["m"] = double.NaN } },
        new StoredRun("b") { Start = 3000, Name = "run-2", Params = { ["p"] = "ada" }, Metrics = { ["m"] = double.PositiveInfinity }, Datasets = [("p", "training"), ("q", "test")] },
        new StoredRun("c") { Start = 2000, Name = "run-3", Params = { ["p"] = "" }, Metrics = { ["m"] = -1 }, Status = "FAILED", Datasets = [("p", "test")] },
        new StoredRun("d") { Start = null, Name = "run-44" },
    ]);

    private void Execute(string sql)
    {
        using var connection = StoreConnection.OpenToWrite(_location);
        StoreConnection.Execute(connection, sql);
    }
}
