namespace MlOps.Monitoring.Windows;

/// <summary>A monitor whose window can be ended from outside.</summary>
internal interface IWindowedMonitor : IModelMonitor
{
    /// <summary>Ends the window now with the rows that it has, and waits a few seconds for its alerts: the process may end, or not.</summary>
    Task FlushAsync();

    /// <summary>If windows are logged to a run that ends: the last one ends with it, and those to come go to the run that the next row belongs to.</summary>
    Task LeaveAsync(IObservedRun run);
}
