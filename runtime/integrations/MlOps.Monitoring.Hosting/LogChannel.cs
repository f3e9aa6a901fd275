using Microsoft.Extensions.Logging;

namespace MlOps.Monitoring.Hosting;

/// <summary>Writes alerts to the log of the app: a warning when one is raised, a line of information when it is resolved.</summary>
/// <param name="logger">The log.</param>
public sealed class LogChannel(ILogger logger) : IAlertChannel
{
    /// <inheritdoc/>
    public string Name => "the log";

    /// <inheritdoc/>
    public Task SendAsync(Alert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (alert.IsResolved)
        {
            MonitorLog.Resolved(logger, alert.Message);
        }
        else
        {
            MonitorLog.Raised(logger, alert.Message);
        }

        return Task.CompletedTask;
    }
}
