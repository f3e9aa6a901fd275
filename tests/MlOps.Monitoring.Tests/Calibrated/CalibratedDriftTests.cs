using System.Globalization;
using MlOps.Monitoring.Tests.Drift;

namespace MlOps.Monitoring.Tests.Calibrated;

public sealed class CalibratedDriftTests
{
    private readonly Draws _draws = new(11);

    [Fact]
    public void MissingRowsAreAFindingOfTheirOwn()
    {
        var column = Compared.Columns(Missing(0.02), Missing(0.2));
        Assert.True(column.Drift);
        Assert.True(column.Score > 0.001);
        Assert.Equal("missing", column.Findings.Single(static finding => finding.IsDrift).Kind);
        Assert.StartsWith("Missing: ", column.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AFloodOfInfinitiesCountsAsMissing() =>
        Assert.True(Compared.Columns(_draws.Normals("x", 300), _draws.Numbers("x", 300, () => _draws.Uniform() < 0.3 ? double.PositiveInfinity : _draws.Normal())).Drift);

    [Fact]
    public void NewLevelsAreNamed()
    {
        var column = Compared.Columns(_draws.Levels("kind", 1000, 3), _draws.Levels("kind", 1000, 4));
        var found = column.Findings.Single(static finding => finding.Kind == "new_levels");
        Assert.True(found.IsDrift && found.Adjusted < 1e-30);
        Assert.Contains("rows of 1 new level: 'level 3'.", column.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersThatAreLevelsAreNamedLikeLevels()
    {
        var column = Compared.Columns(_draws.Numbers("code", 300, () => _draws.Uniform() < 0.5 ? 1 : 2), _draws.Numbers("code", 300, () => _draws.Uniform() < 0.2 ? 1 : 2));
        Assert.Equal(("z", true), (column.Method, column.Drift));
        Assert.Equal(["1", "2"], column.Reference.Levels.Select(static level => level.Level).Order());
        Assert.Equal("2", column.Current.Levels[0].Level);
    }

    [Fact]
    public void HiddenLevelsAreComparedAndNotNamed()
    {
        var options = new ProfileOptions { Sensitive = ["kind"] };
        var reference = DatasetProfile.Of(new Table([_draws.Levels("kind", 500, 3)]), options, TestContext.Current.CancellationToken);
        var column = Compared.Profiles(reference, DatasetProfile.Of(new Table([_draws.Levels("kind", 500, 4)]), cancellationToken: TestContext.Current.CancellationToken)).Columns[0];
        Assert.True(column.Drift);
        Assert.DoesNotContain("level 3", column.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(column.Reference.Levels.Concat(column.Current.Levels), static level => level.Level.StartsWith("level", StringComparison.Ordinal));
    }

    [Fact]
    public void TwoSaltsGiveAReason()
    {
        var (one, other) = (Hidden(), Hidden());
        var column = Compared.Profiles(one, other).Columns[0];
        Assert.Equal((null, false), (column.Score, column.Drift));
        Assert.Contains("salt", column.Reason, StringComparison.Ordinal);

        DatasetProfile Hidden() => DatasetProfile.Of(new Table([_draws.Levels("kind", 100, 3)]), new ProfileOptions { Sensitive = ["kind"] }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void AMillionLevelsAreComparedInGroups()
    {
        var (calm, odd) = (Ids(0, 50_000, 0), Ids(1_000_000, 50_000, 10));
        var report = Compared.Profiles(new DatasetProfile([Ids(0, 60_000, 0)]), new DatasetProfile([calm]));
        Assert.False(report.Dataset.Drift);
        Assert.Contains("256 hashed groups", report.Columns[0].Reason, StringComparison.Ordinal);
        Assert.True(Compared.Profiles(new DatasetProfile([calm]), new DatasetProfile([odd])).Dataset.Drift);
    }

    [Theory]
    [InlineData("empty reference")]
    [InlineData("empty current")]
    [InlineData("both empty")]
    [InlineData("all missing")]
    [InlineData("all infinite")]
    [InlineData("constant")]
    [InlineData("one level")]
    [InlineData("one row")]
    [InlineData("levels of nothing")]
    public void WhatCannotBeToldIsSaidAndIsNoDrift(string what)
    {
        NumberColumn Constant(int rows, double value) => _draws.Numbers("x", rows, () => value);
        var (reference, current) = what switch
        {
            "empty reference" => ((Column)Constant(0, 1), (Column)Constant(5, 1)),
            "empty current" => (Constant(5, 1), Constant(0, 1)),
            "both empty" => (Constant(0, 1), Constant(0, 1)),
            "all missing" => (Constant(50, double.NaN), Constant(50, double.NaN)),
            "all infinite" => (Constant(50, double.PositiveInfinity), Constant(50, double.NegativeInfinity)),
            "constant" => (Constant(50, 3), Constant(20, 3)),
            "one level" => (_draws.Levels("x", 50, 1), _draws.Levels("x", 30, 1)),
            "one row" => (Constant(1, 3), Constant(1, 3)),
            _ => (new LevelColumn("x", new[] { -1, -1 }, []), _draws.Levels("x", 30, 2)),
        };
        foreach (var method in new[] { null, "wasserstein", "t_test", "mannw", "es", "empirical_mmd", "psi", "TVD", "g_test", "z", "fisher_exact" })
        {
            var column = Compared.Columns(reference, current, new DriftOptions { Method = method });
            Assert.Null(column.Score);
            Assert.NotNull(column.Reason);
            Assert.DoesNotContain(column.Findings, static finding => finding.Kind == "values");
            Assert.False(column.Drift && what != "levels of nothing");
        }
    }

    [Fact]
    public void AConstantThatChangesIsDrift() => Assert.True(Compared.Columns(_draws.Numbers("x", 50, static () => 3), _draws.Numbers("x", 50, static () => 4)).Drift);

    [Fact]
    public void NumbersThatBecameTextsAreDrift()
    {
        var column = Compared.Columns(_draws.Normals("x", 200), _draws.Levels("x", 200, 3));
        Assert.True(column.Drift);
        Assert.Equal((ColumnType.Numeric, null, "texts"), (column.Type, column.Score, Assert.Single(column.Findings).Kind));
        Assert.StartsWith("The current side has no value to compare: all 200 are texts. 200 of 200 values of the current side, the first '", column.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnOfOneSideIsSaidWithTheNameItMayHaveNow()
    {
        var report = Compared.Tables(new Table([_draws.Normals("age", 50), _draws.Normals("user_id", 50)]), new Table([_draws.Normals("age", 50), _draws.Normals("UserId", 50)]));
        Assert.Equal(["age", "user_id", "UserId"], report.Columns.Select(static column => column.Name));
        Assert.Equal("Only the reference has this column. The other side has 'UserId': is it renamed?", report.Columns[1].Reason);
        Assert.Equal(new DatasetDrift(false, 0, 0, 1), report.Dataset);
    }

    [Fact]
    public void FreeTextHasAReason()
    {
        var texts = new LevelColumn("note", Enumerable.Range(0, 40).ToArray(), [.. Enumerable.Range(0, 40).Select(static i => $"note {i}")]);
        var column = Compared.Columns(texts, texts);
        Assert.Equal((ColumnType.Text, null, false), (column.Type, column.Score, column.Drift));
        Assert.NotNull(Compared.Columns(texts, texts, new DriftOptions { Types = new Dictionary<string, ColumnType> { ["note"] = ColumnType.Categorical } }).Score);
    }

    [Theory]
    [InlineData("ks")]
    [InlineData("wasserstein")]
    [InlineData("psi")]
    [InlineData("TVD")]
    public void TheSameRowsGiveTheSameVerdict(string method)
    {
        var (reference, current) = (new Table([_draws.Normals("x", 100), _draws.Levels("y", 100, 9)]), new Table([_draws.Normals("x", 80), _draws.Levels("y", 80, 9)]));
        var scores = Enumerable.Range(0, 2).Select(_ => Compared.Tables(reference, current, new DriftOptions { Method = method }).Columns.Select(static column => column.Score).ToArray()).ToArray();
        Assert.Equal(scores[0], scores[1]);
    }

    [Fact]
    public void AMethodOfAColumnGoesBeforeThatOfAll()
    {
        var (reference, current) = (new Table([_draws.Normals("x", 60), _draws.Normals("y", 60), _draws.Levels("z", 60, 4)]), new Table([_draws.Normals("x", 60), _draws.Normals("y", 60), _draws.Levels("z", 60, 4)]));
        var report = Compared.Tables(reference, current, new DriftOptions { Method = "mannw", Methods = new Dictionary<string, string> { ["y"] = "psi" } });
        Assert.Equal(["mannw", "psi", "chisquare"], report.Columns.Select(static column => column.Method));
    }

    [Fact]
    public void AnUnknownMethodIsNamedWithThoseThereAre()
    {
        var table = new Table([_draws.Normals("x", 10)]);
        Assert.Contains("no method 'kss'", Assert.Throws<ArgumentException>(() => Compared.Tables(table, table, new DriftOptions { Method = "kss" })).Message, StringComparison.Ordinal);
        Assert.Contains("'y'", Assert.Throws<ArgumentException>(() => Compared.Tables(table, table, new DriftOptions { Methods = new Dictionary<string, string> { ["y"] = "ks" } })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AShareOfColumnsMayBeAskedFor()
    {
        var (reference, current) = (new Table([_draws.Normals("x", 200), _draws.Normals("y", 200)]), new Table([_draws.Normals("x", 200, 1), _draws.Normals("y", 200)]));
        Assert.True(Compared.Tables(reference, current, new DriftOptions { DriftShare = 0.5 }).Dataset.Drift);
        Assert.False(Compared.Tables(reference, current, new DriftOptions { DriftShare = 0.6 }).Dataset.Drift);
    }

    private NumberColumn Missing(double share) => _draws.Numbers("x", 400, () => _draws.Uniform() < share ? double.NaN : _draws.Normal());

    /// <summary>Levels that are nearly all different, one row in <paramref name="often"/> the same.</summary>
    private static LevelProfile Ids(int from, int count, int often)
    {
        var profile = new LevelProfile("id");
        for (var i = from; i < from + count; i++)
        {
            profile.Add(often > 0 && i % often == 0 ? "often" : i.ToString(CultureInfo.InvariantCulture));
        }

        return profile;
    }
}
