using Microsoft.Extensions.Hosting;

namespace MlOps.MLflow.Hosting;

/// <summary>Turns the delivery of runs on when the host starts. It needs no end: the process waits for it as it exits.</summary>
internal sealed class DeliveryStart(MlflowOptions options, MlflowDeliveryOptions delivery) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        MlflowDelivery.Enable(options, delivery);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
