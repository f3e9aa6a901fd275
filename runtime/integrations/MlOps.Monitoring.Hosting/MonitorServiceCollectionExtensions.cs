using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using MlOps.Monitoring;
using MlOps.Monitoring.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Monitors of models in hosted apps.</summary>
public static class MonitorServiceCollectionExtensions
{
    /// <summary>The section of the configuration that options are read from; within it each monitor has one of its own name.</summary>
    public const string ConfigurationSection = "Monitoring";

    /// <summary>
    /// Adds a <see cref="Monitor{TRow}"/> as a singleton, also under its name as the key. It watches from the start of the host until all of it has stopped, and
    /// its last window ends then. Over the defaults goes the section <c>Monitoring:NAME</c> of the configuration, and over both <paramref name="configure"/>.
    /// </summary>
    /// <typeparam name="TRow">A <c>[Monitored]</c> row.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="name">What it is called in metrics, alerts and the configuration.</param>
    /// <param name="configure">Changes the options; null for none.</param>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    /// <remarks>
    /// Windows are logged to the <see cref="MlOps.IObservedRun"/> among the services, if there is one. Alerts and problems go to the log of the app, unless channels
    /// are said. A setting that means nothing ends the start of the host.
    /// </remarks>
    public static IServiceCollection AddMonitor<TRow>(this IServiceCollection services, string name, Func<MonitorOptions, MonitorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (services.Any(service => service.ImplementationInstance is MonitorName added && string.Equals(added.Value, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new ArgumentException($"There is a monitor '{name}' already, and both would have the same metrics and settings. Give this one another name.", nameof(name));
        }

        return services
            .AddSettings()
            .AddSingleton(new MonitorName(name))
            .AddKeyedSingleton(name, (provider, _) =>
            {
                var options = HostedOptions.Over(new MonitorOptions(name), provider);
                return new Monitor<TRow>(configure?.Invoke(options) ?? options);
            })
            .AddSingleton(provider => provider.GetRequiredKeyedService<Monitor<TRow>>(name))
            .AddSingleton<IHostedService>(provider => new MonitorLifetime(() => provider.GetRequiredKeyedService<Monitor<TRow>>(name)));
    }

    /// <summary>Has the monitors of <c>[Monitored]</c> methods take their options from this host: the section <c>Monitoring:NAME</c>, its log, its run.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Changes the options of one monitor, its name among them; null for none.</param>
    /// <remarks>What is called before the host starts is watched without them. These monitors belong to the process, not to the host: their last windows end as it exits.</remarks>
    public static IServiceCollection AddMonitoredMethods(this IServiceCollection services, Func<MonitorOptions, MonitorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddSettings()
            .AddSingleton(new MonitorName(null))
            .AddSingleton<IHostedService>(provider => new MonitoredMethodsStart(options =>
            {
                options = HostedOptions.Over(options, provider);
                return configure?.Invoke(options) ?? options;
            }));
    }

    private static IServiceCollection AddSettings(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MonitoringSettings>());
        return services;
    }
}
