using Microsoft.Extensions.Hosting;

namespace MlOps.Monitoring.Hosting;

/// <summary>Says how methods are watched when the host starts; their monitors are made when they are called.</summary>
internal sealed class MonitoredMethodsStart(Func<MonitorOptions, MonitorOptions> configure) : IHostedService, IDisposable
{
    private volatile bool _isOver;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The services of a host that is gone are, too.
        Monitors.Configure(options => _isOver ? options : configure(options));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _isOver = true;
        return Task.CompletedTask;
    }

    // Not every host is stopped before it is let go.
    public void Dispose() => _isOver = true;
}
