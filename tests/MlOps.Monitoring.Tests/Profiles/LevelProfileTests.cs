using System.Globalization;
using System.Text;
using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Tests.Profiles;

public sealed class LevelProfileTests
{
    private static readonly byte[] Salt = [.. Enumerable.Range(0, 16).Select(static value => (byte)value)];

    [Fact]
    public void LevelsAreCountedAsTextsOrAsSpans()
    {
        var profile = new LevelProfile("kind");
        profile.Add("a", 2);
        profile.Add("a".AsSpan());
        profile.Add("b".AsSpan());
        profile.Add(null, 3);
        var summary = profile.Summarize();
        Assert.Equal((7, 3, 2L), (summary.Rows, summary.Missing, summary.Distinct));
        Assert.Equal([new LevelCount("a", 3), new LevelCount("b", 1)], summary.Levels);
    }

    [Fact]
    public void AMillionLevelsStayBoundedAndTheFrequentOnesAreFound()
    {
        var profile = new LevelProfile("id");
        for (var i = 0; i < 200_000; i++)
        {
            profile.Add(i % 10 == 0 ? "often" : i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.False(profile.Counts.IsExact);
        Assert.InRange(profile.Counts.Distinct, 1, LevelCounts.MostLevels);
        Assert.Null(profile.Summarize().Distinct);
        Assert.Equal(200_000, profile.Rows);
        Assert.Equal(new LevelCount("often", 20_000), profile.Summarize().Levels[0]);
        Assert.Equal(200_000, profile.Counts.Buckets.ToArray().Sum());
        Assert.InRange(new DatasetProfile([profile]).ToBytes().Length, 1, 400_000);
    }

    [Fact]
    public void PartsOfVeryManyLevelsMergeToTheSameGroups()
    {
        var (whole, parts) = (new LevelProfile("id"), new[] { new LevelProfile("id"), new LevelProfile("id"), new LevelProfile("id") });
        for (var i = 0; i < 60_000; i++)
        {
            var level = (i % 30_000).ToString(CultureInfo.InvariantCulture);
            whole.Add(level);
            parts[i < 1_000 ? 0 : i < 20_000 ? 1 : 2].Add(level); // The first part is exact, the others are not.
        }

        var merged = (LevelProfile)parts[0].Merge(parts[1]).Merge(parts[2]);
        Assert.Equal(whole.Counts.Buckets.ToArray(), merged.Counts.Buckets.ToArray());
        Assert.Equal(whole.Rows, merged.Rows);
    }

    [Fact]
    public void ALongTextIsKeptByItsBeginningAndAHash()
    {
        var profile = new LevelProfile("text");
        var text = new string('x', 1_000_000);
        profile.Add(text);
        profile.Add(text.AsSpan());
        profile.Add(text + "y");
        Assert.Equal([2, 1], profile.Summarize().Levels.Select(static level => level.Count));
        Assert.All(profile.Summarize().Levels, static level => Assert.InRange(level.Level.Length, 200, LevelProfile.LongestLevel));
    }

    [Fact]
    public void SensitiveLevelsAreNowhereInTheClear()
    {
        var table = new Table([new LevelColumn("name", new[] { 0, 1, 0 }, ["Ada", "Grace"]), new NumberColumn("zip", new double[] { 90210, 10115, double.NaN })]);
        var profile = DatasetProfile.Of(table, new ProfileOptions { Sensitive = ["name", "zip"], Salt = Salt }, TestContext.Current.CancellationToken);
        var text = Encoding.Latin1.GetString(profile.ToBytes());
        Assert.All(new[] { "Ada", "Grace", "90210", "10115" }, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.DoesNotContain(profile.Columns.SelectMany(static column => column.Summarize().Levels), static level => level.Level is "Ada" or "90210");
        Assert.Equal((3, 1), (profile.Find("zip")!.Rows, (int)profile.Find("zip")!.Missing));
    }

    [Fact]
    public void UnderOneSaltTheSameLevelsMergeUnderAnotherTheyDoNot()
    {
        var (a, b, c) = (new LevelProfile("name", Salt), new LevelProfile("name", Salt), new LevelProfile("name", new byte[16]));
        a.Add("Ada");
        b.Add("Ada");
        c.Add("Ada");
        Assert.Equal(2, a.Merge(b).Summarize().Levels.Single().Count);
        Assert.Contains("salt", Assert.Throws<ArgumentException>(() => a.Merge(c)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AShortSaltIsRefused() => Assert.Throws<ArgumentException>(static () => new LevelProfile("name", new byte[15]));

    [Fact]
    public void OnceKnownALevelAllocatesNothing()
    {
        var profile = new LevelProfile("kind");
        profile.Add("a".AsSpan());
        var before = GC.GetAllocatedBytesForCurrentThread();
        profile.Add("a".AsSpan());
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
