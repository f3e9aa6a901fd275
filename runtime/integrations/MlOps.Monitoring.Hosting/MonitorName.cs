namespace MlOps.Monitoring.Hosting;

/// <summary>A monitor that was added to the services.</summary>
/// <param name="Value">Its name; <see langword="null"/> for whatever <c>[Monitored]</c> methods there are.</param>
internal sealed record MonitorName(string? Value);
