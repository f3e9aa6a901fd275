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

        Assert.Equal([(40.0, 1L), (40, 2), (20, 3)], run.Logged["m_t_o_ north/rows"]);
        Assert.Equal(3, run.Logged["m_t_o_ north/drift.share"].Count);
        Assert.Contains("\"dataset\"", run.Texts["monitoring/m_t_o_ north.json"]);
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
        var monitor = new Monitor<Reading>(options);
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
    public void AMethodWithOptionsThatMeanNothingRunsUnwatched()
    {
        var method = new MonitoredMethod<Reading>("Demo.Broken", s_schema.Columns, s_schema.Read) { Rows = 0 };
        method.Observe(Some(1));
        method.Observe(Some(2));
        Assert.DoesNotContain(Monitors.All, static monitor => monitor.Name == "Demo.Broken");
    }

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
