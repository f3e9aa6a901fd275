using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MlOps.Monitoring.Hosting;

/// <summary>Looks through all settings of monitors when the host starts: what is misspelt there would be overlooked until somebody wonders why nothing is told.</summary>
internal sealed class MonitoringSettings(IServiceProvider provider, IEnumerable<MonitorName> names) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (provider.GetService<IConfiguration>()?.GetSection(MonitorServiceCollectionExtensions.ConfigurationSection) is not { } settings)
        {
            return Task.CompletedTask;
        }

        var log = HostedOptions.Log(provider);
        var known = names.Select(static name => name.Value).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var section in settings.GetChildren())
        {
            ConfiguredMonitor.Over(new MonitorOptions(section.Key), section, log); // Throws for what means nothing.
            if (known.Contains(section.Key))
            {
                continue;
            }

            // Which methods are monitored is known when they are called.
            if (names.All(static name => name.Value is not null))
            {
                throw new InvalidOperationException(
                    $"{section.Path} is no monitor of this app. There are {string.Join(", ", known)}; for [Monitored] methods call services.AddMonitoredMethods().");
            }

            MonitorLog.Waiting(log, section.Path, section.Key);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
