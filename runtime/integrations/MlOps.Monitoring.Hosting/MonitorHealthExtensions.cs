using Microsoft.Extensions.Diagnostics.HealthChecks;
using MlOps.Monitoring.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The health of models.</summary>
public static class MonitorHealthExtensions
{
    /// <summary>
    /// Adds a check of all monitors of the process, those of <c>[Monitored]</c> methods among them: of the last window of each, whether it drifts and in which
    /// columns, which alerts fire, and what keeps it from judging. The numbers are in its data.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">
    /// What is reported when something is wrong. <see cref="HealthStatus.Degraded"/> unless said: an app whose data drift still answers, and taking it out of
    /// service would help nobody.
    /// </param>
    /// <param name="tags">The tags of the check.</param>
    public static IHealthChecksBuilder AddMonitors(
        this IHealthChecksBuilder builder, string name = "monitors", HealthStatus failureStatus = HealthStatus.Degraded, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, static _ => new MonitorsHealthCheck(), failureStatus, tags));
    }
}
