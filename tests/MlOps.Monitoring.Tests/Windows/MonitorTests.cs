using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace MlOps.Monitoring.Tests.Windows;

public sealed class MonitorTests
{
    private readonly Channel<MonitoredWindow> _windows = Channel.CreateUnbounded<MonitoredWindow>();

    static MonitorTests() => RowSchema.Register(
        [new("length", IsText: false), new("width", IsText: false), new("kind", IsText: true) { Role = ColumnRole.Prediction }],
        static (in Flower row, ref RowWriter to) =>
        {
            to.Add(row.Length);
            to.Add(row.Width);
            to.Add(row.Length < 0 ? throw new InvalidOperationException("a length below nothing") : row.Kind);
        });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RowsFillWindowsOneAfterTheOther()
    {
        await using (var monitor = new Monitor<Flower>(Options() with { Rows = 100 }))
        {
            Observe(monitor, 250, shift: 0);
        }

        var windows = await WindowsAsync(3);
        Assert.Equal([100L, 100, 50], windows.Select(static window => window.Profile.Rows));
        Assert.Equal([1L, 2, 3], windows.Select(static window => window.Number));
        Assert.Equal(Sum(250), windows.Sum(static window => window.Profile.Find("length")!.Summarize().Mean!.Value * window.Profile.Rows), 6);
    }

    [Fact]
    public async Task AWindowSlidesOnByAStep()
    {
        await using (var monitor = new Monitor<Flower>(Options() with { Rows = 100, Steps = 3 }))
        {
            Observe(monitor, 500, shift: 0);
        }

        Assert.Equal([100L, 200, 300, 300, 300], (await WindowsAsync(5)).Select(static window => window.Profile.Rows));
    }

    [Fact]
    public async Task ADriftIsFoundAndAnAlertRaisedAndResolved()
    {
        var sent = new StringWriter();
        var options = Options() with
        {
            Rows = 500,
            Alerts = [new AlertRule("drift.share", AlertComparison.AtLeast, 0.3) { Name = "flowers change" }],
            Channels = [new ConsoleChannel(sent)],
        };
        await using (var monitor = new Monitor<Flower>(options))
        {
            Observe(monitor, 500, shift: 0);
            Observe(monitor, 500, shift: 2);
            Observe(monitor, 500, shift: 0);
        }

        var windows = await WindowsAsync(3);
        Assert.Equal([false, true, false], windows.Select(static window => window.Drift!.Dataset.Drift));
        Assert.Equal(["length"], windows[1].Drift!.Columns.Where(static column => column.Drift).Select(static column => column.Name));
        var lines = sent.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Alert: flowers: flowers change", "Resolved: flowers: flowers change"], lines.Select(static line => line[..line.IndexOf(" (", StringComparison.Ordinal)]));
        Assert.Equal([true, false], lines.Select(static line => line.EndsWith("; drifting: length", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ATimeWithoutRowsEndsNoAlert()
    {
        var time = new ManualTime();
        var sent = new StringWriter();
        await using (var monitor = new Monitor<Flower>(Options() with { Rows = 500, Duration = TimeSpan.FromMinutes(1), Time = time, Channels = [new ConsoleChannel(sent)], Alerts = [new("drift", AlertComparison.AtLeast, 1)] }))
        {
            Observe(monitor, 500, shift: 2);
            await WindowsAsync(1);
            time.Advance(TimeSpan.FromMinutes(2));
            var empty = Assert.Single(await WindowsAsync(1));
            Assert.Equal((0, null), (empty.Profile.Rows, empty.Drift));
            Observe(monitor, 500, shift: 2);
            await WindowsAsync(1);
            Assert.Single(monitor.Firing);
        }

        Assert.StartsWith("Alert: flowers: drift >= 1", Assert.Single(sent.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyFaultsAreAProblemAndAMetric()
    {
        await using var monitor = new Monitor<Flower>(Options() with { Rows = 10 });
        for (var row = 0; row < 90; row++)
        {
            monitor.Observe(new Flower(-1, 0, "odd"));
        }

        Observe(monitor, 10, shift: 0);
        await monitor.DisposeAsync();
        Assert.Equal(90, Assert.Single(await WindowsAsync(1)).Metrics["faults"]);
        Assert.Equal("90 of 100 rows of the last window of 'flowers' could not be read", monitor.Problem);
    }

    [Fact]
    public async Task WhatIsDroppedIsCountedInTheWindowsOfItsTime()
    {
        var windows = new List<MonitoredWindow>();
        await using var monitor = new Monitor<Flower>(Options() with { Rows = 250, Capacity = 1000, Completed = windows.Add });
        Observe(monitor, 40_000, shift: 0);
        await monitor.DisposeAsync();
        Assert.Equal(monitor.Dropped, windows.Sum(static window => window.Dropped));
        Assert.Equal(40_000, windows.Sum(static window => window.Dropped + window.Profile.Rows));
    }

    [Fact]
    public async Task AMemberThatThrowsIsCountedAndNothingElseIsLost()
    {
        await using (var monitor = new Monitor<Flower>(Options() with { Rows = 10 }))
        {
            monitor.Observe(new Flower(-1, 0, "odd"));
            Observe(monitor, 10, shift: 0);
            Assert.Equal(1, monitor.Faults);
        }

        Assert.Equal(10, (await WindowsAsync(1))[0].Profile.Rows);
    }

    [Fact]
    public async Task RowsOfManyThreadsAllArriveOrAreCounted()
    {
        const int Threads = 4;
        const int Each = 50_000;
        long dropped;
        await using (var monitor = new Monitor<Flower>(Options() with { Rows = 1_000_000, Capacity = 1024 }))
        {
            await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() => Observe(monitor, Each, shift: 0), Stop)));
            await monitor.DisposeAsync();
            dropped = monitor.Dropped;
        }

        var window = Assert.Single(await WindowsAsync(1));
        Assert.Equal(dropped, window.Dropped);
        Assert.InRange(window.Profile.Rows + dropped, Threads * Each, Threads * Each);
        Assert.InRange(window.Profile.Find("length")!.Summarize().Mean!.Value, 4.5, 5.5); // What is left is a fair sample.
    }

    [Fact]
    public async Task ObservingAllocatesNothing()
    {
        await using var monitor = new Monitor<Flower>(Options() with { Rows = 1_000_000, Capacity = 4096 });
        Observe(monitor, 1000, shift: 0);
        var flower = new Flower(1, 2, "rose");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20_000; i++)
        {
            monitor.Observe(in flower);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task AWindowThatIsOverByTheClockIsOneHoweverFewRowsItHas()
    {
        await using var monitor = new Monitor<Flower>(Options() with { Duration = TimeSpan.FromMilliseconds(50) });
        monitor.Observe(new Flower(1, 2, "rose"));
        var rows = 0L;
        while (rows == 0)
        {
            rows = (await _windows.Reader.ReadAsync(Stop)).Profile.Rows;
        }

        Assert.Equal(1, rows);
    }

    [Fact]
    public async Task ColumnsThatDriftAreCountedByWhatTheyAreToTheModel()
    {
        await using (var monitor = new Monitor<Flower>(Options() with { Rows = 500 }))
        {
            Observe(monitor, 500, shift: 2);
        }

        var metrics = Assert.Single(await WindowsAsync(1)).Metrics;
        Assert.Equal((1, 1, 0), (metrics["drift"], metrics["drift.features"], metrics["drift.predictions"]));
        Assert.DoesNotContain("drift.targets", metrics.Keys);
    }

    [Fact]
    public async Task WindowsAreMetricsOfOpenTelemetry()
    {
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "MlOps.Monitoring")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.Start();
        var time = new ManualTime();
        await using (var monitor = new Monitor<Flower>(Options() with { Name = "only here", Rows = 500, Time = time }))
        {
            listener.RecordObservableInstruments();
            Assert.Empty(seen);
            Observe(monitor, 500, shift: 2);
            await WindowsAsync(1);
            listener.RecordObservableInstruments();
            Assert.Equal(1 / 3.0, seen["mlops.monitoring.drift.share"], 9);
            Assert.InRange(seen["mlops.monitoring.column.score"], 0, 1);
            Assert.Equal((500, 0, 0), (seen["mlops.monitoring.rows"], seen["mlops.monitoring.dropped"], seen["mlops.monitoring.faults"]));

            // A time without rows has no drift to tell, and a monitor that has ended nothing.
            seen.Clear();
            time.Advance(TimeSpan.FromHours(2));
            await WindowsAsync(1);
            listener.RecordObservableInstruments();
            Assert.Equal(["mlops.monitoring.dropped", "mlops.monitoring.faults", "mlops.monitoring.rows"], seen.Keys.Order());
        }

        seen.Clear();
        listener.RecordObservableInstruments();
        Assert.Empty(seen);

        void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.ToArray().Any(static tag => tag is { Key: "mlops.monitor", Value: "only here" }))
            {
                seen[instrument.Name] = value;
            }
        }
    }

    [Fact]
    public void ARowThatIsNotMonitoredSaysWhatToDo() =>
        Assert.StartsWith("'System.Version' is not [Monitored].", Assert.Throws<InvalidOperationException>(static () => new Monitor<Version>(new MonitorOptions("x"))).Message, StringComparison.Ordinal);

    private MonitorOptions Options() => new("flowers") { Reference = Reference(), Completed = window => _windows.Writer.TryWrite(window), Channels = [] };

    private async Task<List<MonitoredWindow>> WindowsAsync(int count)
    {
        var windows = new List<MonitoredWindow>();
        while (windows.Count < count)
        {
            windows.Add(await _windows.Reader.ReadAsync(Stop));
        }

        return windows;
    }

    private static DatasetProfile Reference()
    {
        var rows = Enumerable.Range(0, 2000).Select(static i => Some(i, 0)).ToArray();
        return DatasetProfile.Of(new Table(
        [
            new NumberColumn("length", rows.Select(static row => row.Length).ToArray()),
            new NumberColumn("width", rows.Select(static row => row.Width).ToArray()),
            new LevelColumn("kind", rows.Select(static row => row.Kind == "rose" ? 0 : 1).ToArray(), ["rose", "tulip"]),
        ]));
    }

    private static void Observe(Monitor<Flower> monitor, int rows, double shift)
    {
        for (var i = 0; i < rows; i++)
        {
            monitor.Observe(Some(i, shift));
        }
    }

    private static double Sum(int rows) => Enumerable.Range(0, rows).Sum(static i => Some(i, 0).Length);

    private static Flower Some(int i, double shift) => new((i * 0.618034 % 1 * 10) + shift, i * 0.414214 % 1, i % 2 == 0 ? "rose" : "tulip");

    private sealed record Flower(double Length, double Width, string Kind);
}
