namespace MlOps.Monitoring.Windows;

/// <summary>Stands among the monitors for a method that has none, because its options mean nothing: the health of the app is to say so.</summary>
/// <param name="name">The method.</param>
/// <param name="problem">Why.</param>
internal sealed class UnwatchedMethod(string name, string problem) : IModelMonitor
{
    public string Name => name;

    public MonitoredWindow? Last => null;

    public IReadOnlyList<Alert> Firing => [];

    public long Dropped => 0;

    public long Faults => 0;

    public string? Problem => problem;

    public ValueTask DisposeAsync()
    {
        Monitors.Remove(this);
        return ValueTask.CompletedTask;
    }
}
