using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static MlOps.Monitoring.Tests.Hosting.PredictionApp;

namespace MlOps.Monitoring.Tests.Hosting;

/// <summary>What a section of the configuration makes of options, and what it says of settings that mean nothing.</summary>
public sealed class ConfiguredMonitorTests
{
    [Fact]
    public void ASettingGoesOverTheDefaultAndCodeOverTheSetting()
    {
        var options = Options(
            """
            {
              "Reference": "iris.profile", "Rows": 50, "Minutes": 1.5, "Steps": 3, "Capacity": 512,
              "Alerts": [
                { "Metric": "drift.share", "Comparison": "AtLeast", "Value": 0.3, "Windows": 2, "CoolDown": "00:20:00", "Name": "changed" },
                { "Metric": "rows", "Comparison": "below", "Value": 10 }
              ],
              "Channels": [
                { "Kind": "log" }, { "Kind": "Console" }, { "Kind": "file", "Path": "alerts.jsonl" },
                { "Kind": "webhook", "Address": "https://hooks.example.org/services/T0/B0/hush", "Secret": "hush" },
                { "Kind": "email", "Host": "mail.example.org", "From": "mlops@example.org", "To": ["ann@example.org"], "Port": 25, "UseTls": false }
              ]
            }
            """,
            static options => options with { Rows = 60 });
        Assert.Equal((60, 3, 512, TimeSpan.FromSeconds(90)), (options.Rows, options.Steps, options.Capacity, options.Duration));
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "iris.profile"), options.ReferencePath);
        Assert.Equal(
            [
                new AlertRule("drift.share", AlertComparison.AtLeast, 0.3) { Windows = 2, CoolDown = TimeSpan.FromMinutes(20), Name = "changed" },
                new AlertRule("rows", AlertComparison.Below, 10),
            ],
            options.Alerts);
        Assert.Equal(
            ["the log", "the console", $"the file '{Path.GetFullPath("alerts.jsonl")}'", "the webhook at 'hooks.example.org'", "mail by 'mail.example.org'"],
            options.Channels.Select(static channel => channel.Name));
    }

    [Fact]
    public void WithoutASectionDefaultsHoldAndAlertsGoToTheLog()
    {
        var options = Options("{}", static options => options);
        Assert.Equal((1000, 1, TimeSpan.FromHours(1)), (options.Rows, options.Steps, options.Duration));
        Assert.Equal("the log", Assert.Single(options.Channels).Name);
    }

    [Theory]
    [InlineData("""{ "Row": 50 }""", "Monitoring:iris:Row is no setting. Those of Monitoring:iris are Reference, Rows, Minutes, Steps, Capacity, Alerts, Channels.")]
    [InlineData("""{ "Rows": 0 }""", "The setting Monitoring:iris:Rows has a value that means nothing. Set it to a whole number above 0, or leave it out.")]
    [InlineData("""{ "Minutes": -1 }""", "The setting Monitoring:iris:Minutes has a value that means nothing. Set it to a number above 0, or leave it out.")]
    [InlineData("""{ "Minutes": "NaN" }""", "The setting Monitoring:iris:Minutes has a value that means nothing. Set it to a number such as 0.3, or leave it out.")]
    [InlineData("""{ "Alerts": [{ "Metric": "drift", "Comparison": "2", "Value": 1 }] }""", "The setting Monitoring:iris:Alerts:0:Comparison has a value that means nothing. Set it to one of Above, AtLeast, Below, AtMost, or leave it out.")]
    [InlineData("""{ "Alerts": [{ "Metric": "drift", "Comparison": "Above" }] }""", "The setting Monitoring:iris:Alerts:0:Value is missing.")]
    [InlineData("""{ "Alerts": [{ "Metric": "drift", "Comparison": "Above", "Value": 1, "CoolDown": "soon" }] }""", "The setting Monitoring:iris:Alerts:0:CoolDown has a value that means nothing. Set it to a time such as 00:10:00, or leave it out.")]
    [InlineData("""{ "Channels": [{ "Kind": "pigeon" }] }""", "The setting Monitoring:iris:Channels:0:Kind names no channel. Set it to log, console, file, webhook or email.")]
    [InlineData("""{ "Channels": [{ "Kind": "webhook", "Address": "hush" }] }""", "The setting Monitoring:iris:Channels:0:Address is no address of a webhook. It begins with https:// or http://.")]
    [InlineData("""{ "Channels": [{ "Kind": "email", "Host": "h", "From": "no address", "To": "a@b" }] }""", "Monitoring:iris:Channels:0: From and To must be addresses of mail.")]
    public async Task ASettingThatMeansNothingEndsTheStartAndSaysWhichOne(string section, string message)
    {
        var settings = Section(section).AsEnumerable().ToDictionary(static pair => pair.Key, static pair => pair.Value);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => PredictionApp.StartAsync(settings, static services => services.AddMonitor<FlowerRow>("iris")));
        Assert.Equal(message, fault.Message);
        Assert.DoesNotContain("hush", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASettingOfAMethodThatIsMisspeltEndsTheStartBeforeAnybodyCallsIt()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => PredictionApp.StartAsync(
            new() { ["Monitoring:Model.Predict:Rowz"] = "5" }, static services => services.AddMonitoredMethods()));
        Assert.StartsWith("Monitoring:Model.Predict:Rowz is no setting.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASectionOfNoMonitorEndsTheStart()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => PredictionApp.StartAsync(
            new() { ["Monitoring:irsi:Rows"] = "5" }, static services => services.AddMonitor<FlowerRow>("iris")));
        Assert.Equal("Monitoring:irsi is no monitor of this app. There are iris; for [Monitored] methods call services.AddMonitoredMethods().", fault.Message);
    }

    [Fact]
    public async Task AnAlertAboutAMetricThatThereIsNotEndsTheStart()
    {
        Dictionary<string, string?> settings = new()
        {
            ["Monitoring:iris:Alerts:0:Metric"] = "drift.shaer",
            ["Monitoring:iris:Alerts:0:Comparison"] = "Above",
            ["Monitoring:iris:Alerts:0:Value"] = "0.3",
        };
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => PredictionApp.StartAsync(settings, static services => services.AddMonitor<FlowerRow>("iris")));
        Assert.StartsWith("The alert 'drift.shaer > 0.3' has a metric 'drift.shaer' that no window has. There are rows,", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoMonitorsOfOneNameAreRefused() => Assert.StartsWith(
        "There is a monitor 'Iris' already",
        Assert.Throws<ArgumentException>(static () => new ServiceCollection().AddMonitor<FlowerRow>("iris").AddMonitor<Version>("Iris")).Message,
        StringComparison.Ordinal);

    /// <summary>The options that a monitor is made of.</summary>
    private static MonitorOptions Options(string section, Func<MonitorOptions, MonitorOptions> configure)
    {
        MonitorOptions? seen = null;
        var services = new ServiceCollection().AddSingleton<IConfiguration>(Section(section)).AddMonitor<Version>("iris", options => seen = configure(options));
        using var provider = services.BuildServiceProvider();
        Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<Monitor<Version>>()); // Versions are no rows: only the options count here.
        return seen!;
    }

    private static IConfigurationRoot Section(string json) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes($$"""{ "Monitoring": { "iris": {{json}} } }"""))).Build();
}
