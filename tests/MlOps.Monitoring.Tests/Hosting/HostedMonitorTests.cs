using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MlOps.Monitoring.Tests.Alerts;
using MlOps.Tests;
using static MlOps.Monitoring.Tests.Hosting.PredictionApp;

namespace MlOps.Monitoring.Tests.Hosting;

/// <summary>Monitors in a real web server, from the request to the health of the app and the alert.</summary>
public sealed class HostedMonitorTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Channel<MonitoredWindow> _windows = Channel.CreateUnbounded<MonitoredWindow>();

    [Fact]
    public async Task RequestsFillWindowsAndADriftIsSeenInTheHealthAndSentSigned()
    {
        await Reference().SaveAsync(_folder.PathOf("flowers.profile"), Stop);
        using var pager = new WebServer(HttpStatusCode.OK);
        await using var app = await PredictionApp.StartAsync(
            new()
            {
                ["Monitoring:end to end:Reference"] = _folder.PathOf("flowers.profile"),
                ["Monitoring:end to end:Rows"] = "100",
                ["Monitoring:end to end:Minutes"] = "30.5",
                ["Monitoring:end to end:Alerts:0:Name"] = "flowers change",
                ["Monitoring:end to end:Alerts:0:Metric"] = "drift.share",
                ["Monitoring:end to end:Alerts:0:Comparison"] = "atLeast",
                ["Monitoring:end to end:Alerts:0:Value"] = "0.3",
                ["Monitoring:end to end:Channels:0:Kind"] = "webhook",
                ["Monitoring:end to end:Channels:0:Address"] = pager.Address.ToString(),
                ["Monitoring:end to end:Channels:0:Secret"] = "between us",
            },
            services => services.AddMonitor<FlowerRow>("end to end", Handed));

        await app.FeedAsync(100, shift: 0);
        Assert.False((await _windows.Reader.ReadAsync(Stop)).Drift!.Dataset.Drift);
        Assert.DoesNotContain("'end to end'", await app.HealthAsync(), StringComparison.Ordinal);

        await app.FeedAsync(100, shift: 5);
        var window = await _windows.Reader.ReadAsync(Stop);
        Assert.Equal(["length"], window.Drift!.Columns.Where(static column => column.Drift).Select(static column => column.Name));
        var health = await app.HealthAsync();
        Assert.StartsWith("Degraded: ", health, StringComparison.Ordinal);
        Assert.Contains("'end to end': 1 of 3 columns drift: length. 'end to end': the alert 'flowers change' fires since 2", health, StringComparison.Ordinal);

        await pager.Answered(1);
        var (head, body) = Assert.Single(pager.Requests);
        var headers = head.Split("\r\n").Skip(1).Select(static line => line.Split(": ", 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);
        var signed = Encoding.UTF8.GetBytes($"{headers["X-MlOps-Timestamp"]}.{body}");
        Assert.Equal($"v1={Convert.ToHexStringLower(HMACSHA256.HashData("between us"u8, signed))}", headers["X-MlOps-Signature"]);
        Assert.Contains("flowers change", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheEndOfTheHostEndsTheLastWindow()
    {
        await using var app = await PredictionApp.StartAsync([], services => services.AddMonitor<FlowerRow>("ends", Handed));
        var monitor = app.App.Services.GetRequiredService<Monitor<FlowerRow>>();
        Assert.Contains(monitor, Monitors.All);
        await app.FeedAsync(3, shift: 0);
        await app.App.StopAsync(Stop);
        Assert.Equal(3, (await _windows.Reader.ReadAsync(Stop)).Profile.Rows);
        Assert.DoesNotContain(monitor, Monitors.All);
    }

    [Fact]
    public async Task OnlyPredictionsAreWatchedAndARowThatFailsFailsNoRequest()
    {
        await using var app = await PredictionApp.StartAsync([], services => services.AddMonitor<FlowerRow>("only predictions", Handed));
        Assert.Equal("400 \"no such flower\"", await app.PostAsync("/predict", new Flower(1, -1)));
        Assert.Equal("200 {\"kind\":\"tulip\"}", await app.PostAsync("/predict", new Flower(1, 1000)));
        Assert.Equal("Warning: mlops: a row of 'only predictions' cannot be read: FormatException. It is left out and counted, as others will be.", await app.Log.LineAsync("cannot be read"));
        Assert.Equal("200 {\"kind\":\"rose\"}", await app.PostAsync("/predict", new Flower(1, 0)));
        Assert.Equal("200 nothing of a flower", await app.PostAsync("/elsewhere", 0));
        Assert.Contains("'only predictions' does not watch /elsewhere: the endpoint neither takes nor gives", await app.Log.LineAsync("/elsewhere"), StringComparison.Ordinal);

        var monitor = app.App.Services.GetRequiredService<Monitor<FlowerRow>>();
        Assert.Equal(1, monitor.Faults);
        await app.App.StopAsync(Stop);
        Assert.Equal(1, (await _windows.Reader.ReadAsync(Stop)).Profile.Rows);
    }

    [Fact]
    public async Task ARowIsAnArgumentOrMadeOfTheRequestAndGoesToTheMonitorThatIsNamed()
    {
        await using var app = await PredictionApp.StartAsync([], services => services.AddMonitor<FlowerRow>("second", Handed).AddMonitor<FlowerRow>("first", Handed));
        Assert.Equal("200 4", await app.PostAsync("/row", new FlowerRow(1, 2, "rose")));
        Assert.Equal("200 7.5", await app.PostAsync("/any/7.5", 0));
        Assert.Equal("200 rose", await app.PostAsync("/kind", new Flower(1, 0)));
        await app.App.StopAsync(Stop);
        var windows = new[] { await _windows.Reader.ReadAsync(Stop), await _windows.Reader.ReadAsync(Stop) }.OrderBy(static window => window.Monitor).ToArray();
        Assert.Equal([("first", 2L), ("second", 1L)], windows.Select(static window => (window.Monitor, window.Profile.Rows)));
        Assert.Equal((2 + 7.5) / 2, windows[0].Profile.Find("width")!.Summarize().Mean);
    }

    [Fact]
    public async Task AnEndpointWithoutItsMonitorRunsUnwatchedAndTheLogSaysWhatToAdd()
    {
        await using var app = await PredictionApp.StartAsync([], static services => services.AddMonitor<FlowerRow>("second"));
        Assert.StartsWith("200", await app.PostAsync("/unwatched", new Flower(1, 1)), StringComparison.Ordinal);
        Assert.EndsWith("no monitor takes rows of 'System.Version'. Add services.AddMonitor<Version>(\"name\").", await app.Log.LineAsync("Version"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheHealthSaysWhatIsWrongWithAReference()
    {
        await using var app = await PredictionApp.StartAsync(
            new() { ["Monitoring:lost:Reference"] = "lost.profile", ["Monitoring:lost:Rows"] = "1" },
            services => services.AddMonitor<FlowerRow>("lost", Handed));
        await app.FeedAsync(1, shift: 0);
        Assert.Null((await _windows.Reader.ReadAsync(Stop)).Drift);
        Assert.Contains("'lost' is not compared with a reference: Could not find file", await app.HealthAsync(), StringComparison.Ordinal);
        Assert.Contains("lost.profile", await app.Log.LineAsync("reference"), StringComparison.Ordinal);

        var report = await app.App.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);
        Assert.Equal(1L, report.Entries["monitors"].Data["lost.rows"]);
        Assert.Equal(1L, report.Entries["monitors"].Data["lost.window"]);
        Assert.Equal(0L, report.Entries["monitors"].Data["lost.faults"]);
    }

    [Fact]
    public async Task AlertsGoToTheLogUnlessSaidAndWindowsToTheRunOfTheHost()
    {
        var run = new HostRun();
        await using var app = await PredictionApp.StartAsync([], services => services
            .AddSingleton<IObservedRun>(run)
            .AddMonitor<FlowerRow>("logged", options => Handed(options) with { Rows = 2, Alerts = [new("rows", AlertComparison.AtLeast, 2)] }));
        await app.FeedAsync(3, shift: 0);
        Assert.StartsWith("Warning: Alert: logged: rows >= 2 (rows is 2, since ", await app.Log.LineAsync("Alert"), StringComparison.Ordinal);
        await app.App.StopAsync(Stop);
        Assert.Equal([2.0, 1], run.Rows);
    }

    [Fact]
    public async Task MethodsAreWatchedAsTheHostSays()
    {
        await using var app = await PredictionApp.StartAsync(
            new() { ["Monitoring:Garden.Predict:Rows"] = "2", ["Monitoring:Garden.Predict:Reference"] = "nowhere.profile" },
            services => services.AddMonitoredMethods(options => options.Name == "Garden.Predict" ? Handed(options) : options));
        var method = new MonitoredMethod<FlowerRow>("Garden.Predict", RowSchema.ColumnsOf<FlowerRow>(), RowSchema<FlowerRow>.Current.Read);
        method.Observe(new FlowerRow(1, 2, "rose"));
        method.Observe(new FlowerRow(1, 2, "rose"));
        Assert.Equal(2, (await _windows.Reader.ReadAsync(Stop)).Profile.Rows);
        Assert.Contains("'Garden.Predict' is not compared", await app.Log.LineAsync("Garden"), StringComparison.Ordinal);
        await Assert.Single(Monitors.All, static monitor => monitor.Name == "Garden.Predict").DisposeAsync();

        // A host that is gone has no say any more.
        await app.DisposeAsync();
        method = new MonitoredMethod<FlowerRow>("Garden.Later", RowSchema.ColumnsOf<FlowerRow>(), RowSchema<FlowerRow>.Current.Read);
        method.Observe(new FlowerRow(1, 2, "rose"));
        await Assert.Single(Monitors.All, static monitor => monitor.Name == "Garden.Later").DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    // Its windows are those of this test only, whoever else watches in this process.
    private MonitorOptions Handed(MonitorOptions options) => options with { Completed = window => _windows.Writer.TryWrite(window) };

    private sealed class HostRun : IObservedRun
    {
        public List<double> Rows { get; } = [];

        public string RunId => "";

        public ThermalPolicy Thermal => ThermalPolicy.None;

        public void Log(string name, double value, long step)
        {
            if (name == "logged/rows")
            {
                Rows.Add(value);
            }
        }

        public void SetTag(string key, string value)
        {
        }

        public void LogText(string path, string text)
        {
        }
    }
}
