using System.Threading.Channels;

namespace MlOps.Monitoring.Tests.Windows;

/// <summary>Where a monitor gets its reference from, and whom it tells.</summary>
public sealed class MonitorSurroundingsTests
{
    private static readonly RowSchema<Reading> s_schema = new(
        [new("sepal_length", IsText: false), new("shop", IsText: false) { IsCategorical = true }, new("owner", IsText: true) { IsSensitive = true }],
        static (in Reading row, ref RowWriter to) =>
        {
            to.Add(row.Length);
            to.Add(row.Shop);
            to.Add(row.Owner);
        });

    private readonly Channel<MonitoredWindow> _windows = Channel.CreateUnbounded<MonitoredWindow>();

    static MonitorSurroundingsTests() => RowSchema.Register(s_schema.Columns, s_schema.Read);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ColumnsFindTheirNamesInTheReferenceFileAndSensitiveOnesTheirSalt()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.profile");
        var table = new Table(
        [
            new NumberColumn("Sepal Length", Enumerable.Range(0, 1000).Select(static i => Some(i).Length).ToArray()),
            new NumberColumn("shop", Enumerable.Range(0, 1000).Select(static i => (double)Some(i).Shop).ToArray(), isInteger: true),
            new LevelColumn("owner", Enumerable.Range(0, 1000).Select(static i => i % 2).ToArray(), ["ann", "bob"]),
        ]);
        await DatasetProfile.Of(table, new ProfileOptions { Sensitive = ["owner"] }, Stop).SaveAsync(path, Stop);
        try
        {
            var window = await WindowAsync(Options() with { ReferencePath = path }, Enumerable.Range(0, 500).Select(Some));
            Assert.Equal(["Sepal Length", "shop", "owner"], window.Drift!.Columns.Select(static column => column.Name));
            Assert.All(window.Drift.Columns, static column => Assert.False(column.Drift));
            Assert.All(window.Drift.Columns, static column => Assert.Null(column.Reason));
            Assert.DoesNotContain("ann", System.Text.Encoding.UTF8.GetString(window.Profile.ToBytes()), StringComparison.Ordinal);

            window = await WindowAsync(Options() with { ReferencePath = path }, Enumerable.Range(0, 500).Select(static i => Some(i) with { Shop = 3, Owner = "eve" }));
            Assert.Equal(["shop", "owner"], window.Drift!.Columns.Where(static column => column.Drift).Select(static column => column.Name));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("missing.sepal_length")]
    [InlineData("missing.Sepal Length")]
    public async Task ARuleNamesAColumnAsRowsOrAsTheReferenceDo(string metric)
    {
        var options = Options() with
        {
            Name = metric,
            Reference = DatasetProfile.Of(new Table([new NumberColumn("Sepal Length", Enumerable.Range(0, 100).Select(static i => Some(i).Length).ToArray())]), cancellationToken: Stop),
            Alerts = [new(metric, AlertComparison.Above, 0.5)],
        };
        await using var monitor = new Monitor<Reading>(options);
        Feed(monitor, Enumerable.Range(0, 9).Select(static i => Some(i) with { Length = i % 3 == 0 ? double.NaN : double.PositiveInfinity }));
        await monitor.DisposeAsync();
        Assert.Null(monitor.Problem);
        Assert.Equal(1, Assert.Single(monitor.Firing).Value); // Infinite values are missing, too.
    }

    [Fact]
    public async Task WithoutTheFileOfItsReferenceAMonitorGoesOnAndSaysWhatIsMissing()
    {
        await using var monitor = new Monitor<Reading>(Options() with { ReferencePath = "nowhere.profile" });
        monitor.Observe(Some(1));
        await monitor.DisposeAsync();
        Assert.Null((await _windows.Reader.ReadAsync(Stop)).Drift);
        Assert.Contains("nowhere.profile", monitor.Problem);
        Assert.Contains("mlops profile", monitor.Problem);
    }

    [Fact]
    public async Task WindowsAreLoggedToTheRunByNamesThatMlflowTakes()
    {
        var run = new RecordingRun();
        await using (var monitor = new Monitor<Reading>(Options() with { Name = "météo: north", Run = run, Rows = 40, Reference = RowProfile.Of(Enumerable.Range(0, 500).Select(Some)) }))
        {
            Feed(monitor, Enumerable.Range(0, 100).Select(Some));
        }

        Assert.Equal([(40.0, 1L), (40, 2), (20, 3)], run.Logged["météo_ north/rows"]);
        Assert.Equal(3, run.Logged["météo_ north/drift.share"].Count);
        Assert.Contains("\"dataset\"", run.Texts["monitoring/météo_ north.json"]);
    }

    [Fact]
    public async Task AMonitorIsListedWhileItWatchesAndShowsWhatFires()
    {
        var options = Options() with { Name = "listed", Rows = 10, Alerts = [new("rows", AlertComparison.AtLeast, 1)] };
        await using var monitor = new Monitor<Reading>(options);
        Assert.Contains(monitor, Monitors.All);
        Feed(monitor, Enumerable.Range(0, 10).Select(Some));
        await _windows.Reader.ReadAsync(Stop);
        Assert.Equal("rows", Assert.Single(monitor.Firing).Rule.Metric);
        Assert.Equal(1, monitor.Last!.Number);

        await monitor.DisposeAsync();
        monitor.Observe(Some(1)); // Too late, and nobody minds.
        Assert.DoesNotContain(monitor, Monitors.All);
    }

    [Fact]
    public async Task AChannelThatHangsHoldsUpNoWindow()
    {
        var options = Options() with { Rows = 10, Alerts = [new("rows", AlertComparison.AtLeast, 1)], Channels = [new Hanging()] };
        await using var monitor = new Monitor<Reading>(options);
        for (var window = 1; window <= 3; window++)
        {
            Feed(monitor, Enumerable.Range(0, 10).Select(Some));
            Assert.Equal(window, (await _windows.Reader.ReadAsync(Stop)).Number);
        }
    }

    [Fact]
    public async Task AStreamOfRowsBecomesTheSameProfileAsAList()
    {
        var rows = Enumerable.Range(0, 3000).Select(Some).ToArray();
        var salt = new byte[16];
        var stream = await RowProfile.OfAsync(rows.ToAsyncEnumerable(), salt, Stop);
        Assert.Equal(3000, stream.Rows);
        Assert.Equal(RowProfile.Of(rows, salt).ToBytes(), stream.ToBytes());
        Assert.Equal(rows.Average(static row => row.Length), stream.Find("sepal_length")!.Summarize().Mean!.Value, 1e-9);
    }

    [Fact]
    public async Task AMethodIsWatchedFromItsFirstCallOnAsConfigured()
    {
        Monitors.Configure(options => options.Name == "Demo.Predict" ? options with { Completed = window => _windows.Writer.TryWrite(window), Rows = 2 } : options);
        var method = new MonitoredMethod<Reading>("Demo.Predict", s_schema.Columns, s_schema.Read) { Rows = 500, Minutes = 1 };
        Assert.DoesNotContain(Monitors.All, static monitor => monitor.Name == "Demo.Predict");
        method.Observe(Some(1));
        method.Observe(Some(2));
        Assert.Equal(2, (await _windows.Reader.ReadAsync(Stop)).Profile.Rows);
        await Assert.Single(Monitors.All, static monitor => monitor.Name == "Demo.Predict").DisposeAsync();
    }

    [Fact]
    public async Task AMethodWithOptionsThatMeanNothingRunsUnwatchedAndIsListedWithItsProblem()
    {
        var method = new MonitoredMethod<Reading>("Demo.Broken", s_schema.Columns, s_schema.Read) { Rows = 0 };
        method.Observe(Some(1));
        method.Observe(Some(2));
        var unwatched = Assert.Single(Monitors.All, static monitor => monitor.Name == "Demo.Broken");
        Assert.StartsWith("'Demo.Broken' is not monitored: options.Rows ('0') must be", unwatched.Problem, StringComparison.Ordinal);
        await unwatched.DisposeAsync();
    }

    [Fact]
    public async Task NamesThatMlflowCannotTellApartStayTwoMetrics()
    {
        var run = new RecordingRun();
        var schema = new RowSchema<Reading>([new("a$", IsText: false), new("a%", IsText: false), new("größe", IsText: true)], s_schema.Read);
        await using (var monitor = new Monitor<Reading>(Options() with { Run = run }, schema))
        {
            Feed(monitor, [Some(1)]);
        }

        Assert.Equal(["missing.a_", "missing.a_ 2", "missing.größe"], run.Logged.Keys.Select(static name => name["readings/".Length..]).Where(static name => name.StartsWith("missing", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task TextsAreSpelledAsAFileHasThem()
    {
        // What a file says of missing rows, enums and truths, against rows that say it in C#.
        const int Rows = 600;
        var table = new Table(
        [
            new LevelColumn("city", Enumerable.Range(0, Rows).Select(static i => i % 4 == 0 ? LevelColumn.Missing : 0).ToArray(), ["Oslo"]),
            new LevelColumn("colour", Enumerable.Range(0, Rows).Select(static i => i % 3).ToArray(), ["red", "dark-blue", "GREEN"]),
            new NumberColumn("member", Enumerable.Range(0, Rows).Select(static i => i % 2 * 1.0).ToArray(), isInteger: true),
            new LevelColumn("paid", Enumerable.Range(0, Rows).Select(static i => i % 2).ToArray(), ["no", "Yes"]),
            new LevelColumn("secret", Enumerable.Range(0, Rows).Select(static i => i % 2).ToArray(), ["n", "y"]),
        ]);
        var schema = new RowSchema<Purchase>(
            [new("city", IsText: true), new("colour", IsText: true) { IsSymbolic = true }, new("member", IsText: true) { IsSymbolic = true }, new("paid", IsText: true) { IsSymbolic = true }, new("secret", IsText: true) { IsSymbolic = true }],
            static (in Purchase row, ref RowWriter to) =>
            {
                to.Add(row.City);
                to.Add(row.Colour);
                to.Add(row.Is);
                to.Add(row.Is);
                to.Add(row.Is);
            });
        string[] colours = ["Red", "DarkBlue", "Green"];
        var options = Options() with { Reference = DatasetProfile.Of(table, new ProfileOptions { Sensitive = ["secret"] }, Stop) };
        await using (var monitor = new Monitor<Purchase>(options, schema))
        {
            for (var i = 0; i < Rows; i++)
            {
                monitor.Observe(new Purchase(i % 8 == 0 ? "" : i % 4 == 0 ? "NA" : "Oslo", colours[i % 3], i % 2 == 1));
            }
        }

        var drift = (await _windows.Reader.ReadAsync(Stop)).Drift!;
        Assert.All(drift.Columns, static column => Assert.False(column.Drift, $"{column.Name}: {column.Reason}"));
        Assert.Equal(5, drift.Columns.Count(static column => column.Current.Rows > 0));
    }

    [Fact]
    public async Task WhatTheReferenceHasAsItIsStaysSo()
    {
        var table = new Table([new LevelColumn("owner", Enumerable.Range(0, 500).Select(static i => i % 2).ToArray(), ["NA", ""])]);
        var schema = new RowSchema<Reading>([new("owner", IsText: true)], static (in Reading row, ref RowWriter to) => to.Add(row.Owner));
        await using (var monitor = new Monitor<Reading>(Options() with { Reference = DatasetProfile.Of(table, cancellationToken: Stop) }, schema))
        {
            Feed(monitor, Enumerable.Range(0, 500).Select(static i => Some(i) with { Owner = i % 2 == 0 ? "NA" : "" }));
        }

        var column = Assert.Single((await _windows.Reader.ReadAsync(Stop)).Drift!.Columns);
        Assert.Equal((0, false), (column.Current.Missing, column.Drift));
    }

    private readonly record struct Purchase(string City, string Colour, bool Is);

    private MonitorOptions Options() => new("readings") { Completed = window => _windows.Writer.TryWrite(window), Channels = [] };

    private async Task<MonitoredWindow> WindowAsync(MonitorOptions options, IEnumerable<Reading> rows)
    {
        await using (var monitor = new Monitor<Reading>(options))
        {
            Feed(monitor, rows);
        }

        return await _windows.Reader.ReadAsync(Stop);
    }

    private static void Feed(Monitor<Reading> monitor, IEnumerable<Reading> rows)
    {
        foreach (var row in rows)
        {
            monitor.Observe(in row);
        }
    }

    private static Reading Some(int i) => new(i * 0.618034 % 1, i % 3, i % 2 == 0 ? "ann" : "bob");

    internal readonly record struct Reading(double Length, int Shop, string Owner);

    private sealed class Hanging : IAlertChannel
    {
        public string Name => "nobody";

        public Task SendAsync(Alert alert, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private sealed class RecordingRun : IObservedRun
    {
        public Dictionary<string, List<(double Value, long Step)>> Logged { get; } = [];

        public Dictionary<string, string> Texts { get; } = [];

        public string RunId => "";

        public ThermalPolicy Thermal => ThermalPolicy.None;

        public void Log(string name, double value, long step)
        {
            Logged.TryAdd(name, []);
            Logged[name].Add((value, step));
        }

        public void SetTag(string key, string value)
        {
        }

        public void LogText(string path, string text) => Texts[path] = text;
    }
}
