namespace MlOps.Monitoring;

/// <summary>A way on which alerts reach people.</summary>
public interface IAlertChannel
{
    /// <summary>What it is called in messages; without secrets.</summary>
    string Name { get; }

    /// <summary>Sends one alert. It is called on a thread of its own, one alert at a time, and given a few seconds; what it throws is told and tried again.</summary>
    Task SendAsync(Alert alert, CancellationToken cancellationToken);
}
