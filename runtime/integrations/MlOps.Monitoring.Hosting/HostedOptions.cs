using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MlOps.Monitoring.Hosting;

/// <summary>The options of a monitor as its host would have them.</summary>
internal static class HostedOptions
{
    public static MonitorOptions Over(MonitorOptions options, IServiceProvider provider)
    {
        var log = Log(provider);
        options = options with
        {
            Run = options.Run ?? provider.GetService<IObservedRun>(),
            Channels = options.Channels is [ConsoleChannel] ? [new LogChannel(log)] : options.Channels, // Where apps are looked at, in place of the default.
            Say = sentence => MonitorLog.Problem(log, sentence),
        };
        var section = provider.GetService<IConfiguration>()?.GetSection(MonitorServiceCollectionExtensions.ConfigurationSection).GetSection(options.Name);
        return section is null ? options : ConfiguredMonitor.Over(options, section, log);
    }

    public static ILogger Log(IServiceProvider provider) => provider.GetService<ILoggerFactory>()?.CreateLogger("MlOps.Monitoring") ?? NullLogger.Instance;
}
