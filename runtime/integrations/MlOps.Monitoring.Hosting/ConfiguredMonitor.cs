using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MlOps.Monitoring.Hosting;

/// <summary>Options of a monitor from its section of the configuration.</summary>
internal static class ConfiguredMonitor
{
    /// <summary>The options with those of the section over them.</summary>
    /// <exception cref="InvalidOperationException">A setting means nothing.</exception>
    public static MonitorOptions Over(MonitorOptions options, IConfigurationSection section, ILogger log)
    {
        var settings = new Settings(section, "Reference", "Rows", "Minutes", "Steps", "Capacity", "Alerts", "Channels");
        return options with
        {
            ReferencePath = settings.Text("Reference") is { } path ? Path.Combine(AppContext.BaseDirectory, path) : options.ReferencePath,
            Rows = settings.Count("Rows") ?? options.Rows,
            Duration = Minutes(settings) ?? options.Duration,
            Steps = settings.Count("Steps") ?? options.Steps,
            Capacity = settings.Count("Capacity") ?? options.Capacity,
            Alerts = settings.List("Alerts") is { } alerts ? [.. alerts.Select(Alert)] : options.Alerts,
            Channels = settings.List("Channels") is { } channels ? [.. channels.Select(channel => ConfiguredChannel.Of(channel, log))] : options.Channels,
        };
    }

    private static TimeSpan? Minutes(Settings settings) => settings.Number("Minutes") switch
    {
        null => null,
        > 0 and < 1e9 and var minutes => TimeSpan.FromMinutes(minutes),
        _ => throw new InvalidOperationException($"The setting {settings.Path}:Minutes has a value that means nothing. Set it to a number above 0, or leave it out."),
    };

    private static AlertRule Alert(IConfigurationSection section)
    {
        var settings = new Settings(section, "Name", "Metric", "Comparison", "Value", "Windows", "CoolDown");
        settings.Required("Comparison");
        settings.Required("Value");
        var rule = new AlertRule(settings.Required("Metric"), settings.Word<AlertComparison>("Comparison")!.Value, settings.Number("Value")!.Value);
        return rule with
        {
            Name = settings.Text("Name") ?? rule.Name,
            Windows = settings.Count("Windows") ?? rule.Windows,
            CoolDown = settings.Time("CoolDown") ?? rule.CoolDown,
        };
    }
}
