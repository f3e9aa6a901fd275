using MlOps.Search;

namespace MlOps.Tests.Search;

public sealed class RunFilterTests
{
    [Fact]
    public void AFilterIsWrittenInMlflowsLanguage()
    {
        var filter = RunFilter.Metric("accuracy").GreaterThan(0.9).And(RunFilter.Param("lr").EqualTo("0.01"))
            .And(RunFilter.Tag("mlflow.source.type").NotEqualTo("LOCAL"))
            .And(RunFilter.Status.EqualTo(RunStatus.Failed))
            .And(RunFilter.StartTime.AtOrAfter(DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000)))
            .And(RunFilter.RunId.In("a", "b"))
            .And(RunFilter.DatasetName.ILike("iris%"))
            .And(RunFilter.Tag("team").Exists());
        Assert.Equal(
            "metrics.accuracy > 0.9 AND params.lr = '0.01' AND tags.`mlflow.source.type` != 'LOCAL' AND attributes.status = 'FAILED' "
            + "AND attributes.start_time >= 1700000000000 AND attributes.run_id IN ('a', 'b') AND datasets.name ILIKE 'iris%' AND tags.team IS NOT NULL",
            filter.ToString());
    }

    [Fact]
    public void EveryRunIsTheEmptyText()
    {
        Assert.Equal("", RunFilter.All.ToString());
        Assert.Equal("metrics.a = 1", RunFilter.All.And(RunFilter.Metric("a").EqualTo(1)).ToString());
    }

    [Theory]
    [InlineData("it's", "params.p = \"it's\"")]
    [InlineData("say \"hi\"", "params.p = 'say \"hi\"'")]
    [InlineData("", "params.p = ''")]
    [InlineData(@"C:\data", @"params.p = 'C:\data'")]
    public void ATextIsQuotedByTheQuoteThatItDoesNotHave(string value, string expected) =>
        Assert.Equal(expected, RunFilter.Param("p").EqualTo(value).ToString());

    [Theory]
    [InlineData("both ' and \"", "both kinds of quotes")]
    [InlineData("C:\\", "end a text with a backslash")]
    public void ATextThatTheLanguageCannotWriteIsRefusedAtOnce(string value, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => RunFilter.Param("p").EqualTo(value)).Message);

    [Theory]
    [InlineData("val/loss", "metrics.`val/loss` < 1")]
    [InlineData("2nd", "metrics.`2nd` < 1")]
    [InlineData("a b", "metrics.`a b` < 1")]
    [InlineData("_a", "metrics.`_a` < 1")]
    public void AKeyThatIsNoPlainWordStandsBetweenBackticks(string key, string expected) =>
        Assert.Equal(expected, RunFilter.Metric(key).LessThan(1).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("a`b")]
    [InlineData("a\"b")]
    public void AKeyThatMlflowCannotHaveIsRefused(string key) => Assert.Throws<ArgumentException>(() => RunFilter.Tag(key));

    [Theory]
    [InlineData(1e20, "1E20")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(double.NegativeInfinity, "-1.7976931348623157E308")]
    [InlineData(-0.1, "-0.1")]
    public void ANumberIsOneThatMlflowReads(double value, string expected) =>
        Assert.Equal($"metrics.m >= {expected}", RunFilter.Metric("m").GreaterThanOrEqualTo(value).ToString());

    [Fact]
    public void NothingComparesWithNaN() => Assert.Throws<ArgumentException>(() => RunFilter.Metric("m").EqualTo(double.NaN));

    [Fact]
    public void AnEmptyListIsRefused() => Assert.Throws<ArgumentException>(() => RunFilter.RunId.In());
}
