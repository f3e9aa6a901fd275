using MlOps.Tests;

namespace MlOps.Monitoring.Tests.Reports;

/// <summary>Comparisons are kept over time, and compared.</summary>
public sealed class DriftHistoryTests : IDisposable
{
    private static readonly DateTimeOffset s_monday = new(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(1));

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatIsSavedIsLoadedToTheLastMember()
    {
        var file = _folder.PathOf("history.json");
        await new DriftHistory([new(s_monday, "daily", ReportScene.Report())]).SaveAsync(file, Cancellation);
        var loaded = Assert.Single((await DriftHistory.LoadAsync(file, Cancellation)).Snapshots);

        Assert.Equal((s_monday, "daily"), (loaded.Time, loaded.Name));
        Assert.Equal(ReportScene.Report().ToJson().Replace(@"\uFFFD", "\uFFFD", StringComparison.Ordinal), loaded.Report.ToJson()); // Half a character is none.
        Assert.Equal(ReportScene.Report().ToHtml(), loaded.Report.ToHtml());
        Assert.Equal([file], Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public async Task NumbersThatJsonDoesNotHaveComeBack()
    {
        var report = ReportScene.Report() with { Mode = DriftMode.Evidently };
        report = report with { Columns = [.. new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity }.Select(score => report.Columns[0] with { Name = $"{score}", Score = score })] };
        var file = _folder.PathOf("history.json");
        await new DriftHistory([new(s_monday, "", report)]).SaveAsync(file, Cancellation);
        var loaded = Assert.Single((await DriftHistory.LoadAsync(file, Cancellation)).Snapshots).Report;

        Assert.Equal(DriftMode.Evidently, loaded.Mode);
        Assert.Equal([double.NaN, double.PositiveInfinity, double.NegativeInfinity], loaded.Columns.Select(static column => column.Score));
    }

    [Fact]
    public void HistoriesAreMergedByTimeAndName()
    {
        var report = ReportScene.Report(100);
        var one = new DriftHistory([new(s_monday.AddDays(2), "a", report), new(s_monday, "a", report)]);
        var other = new DriftHistory([new(s_monday.ToUniversalTime(), "a", report), new(s_monday, "b", report)]);
        Assert.Equal([(s_monday, "a"), (s_monday, "b"), (s_monday.AddDays(2), "a")], one.Merge(other).Snapshots.Select(static snapshot => (snapshot.Time, snapshot.Name)));
    }

    [Fact]
    public void ChangesAreOfTheLastTwo()
    {
        var drifted = ReportScene.Report();
        var (first, second) = (drifted.Columns.First(static column => column.Drift), drifted.Columns.First(static column => !column.Drift));
        var calm = drifted with { Columns = [.. drifted.Columns.Where(column => column != second).Select(column => column == first ? column with { Drift = false } : column)] };
        var history = new DriftHistory([new(s_monday, "", drifted)]);
        Assert.Empty(history.Changes());

        history = history.Add(new(s_monday.AddDays(1), "", calm));
        Assert.Equal([(first.Name, (bool?)true, (bool?)false), (second.Name, false, null)], history.Changes().Select(static change => (change.Column, change.Before?.Drift, change.After?.Drift)));
        Assert.Equal([true, false], history.Of(first.Name).Select(static entry => entry.Verdict.Drift));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"snapshots":[{"time":"yesterday","name":"","report":{}}]}""")]
    [InlineData("""{"snapshots":[{"time":"2026-03-02T08:00:00Z","name":"","report":{"mode":"calibrated","dataset":{"drift":1}}}]}""")]
    [InlineData("""{"snapshots":[{"time":"2026-03-02T08:00:00Z","name":"","report":null}]}""")]
    public async Task WhatIsNoHistoryIsToldByItsName(string text)
    {
        var file = _folder.Write("odd.json", text);
        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => DriftHistory.LoadAsync(file, Cancellation));
        Assert.StartsWith($"'{file}' cannot be read as a history of comparisons: ", fault.Message, StringComparison.Ordinal);
    }
}
