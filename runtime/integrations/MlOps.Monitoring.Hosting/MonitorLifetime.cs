using Microsoft.Extensions.Hosting;

namespace MlOps.Monitoring.Hosting;

/// <summary>Begins a monitor before the host takes requests, and ends it, with its last window, when it takes none any more.</summary>
internal sealed class MonitorLifetime(Func<IModelMonitor> begin) : IHostedLifecycleService
{
    private IModelMonitor? _monitor;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _monitor = begin();
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => _monitor?.DisposeAsync().AsTask().WaitAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
