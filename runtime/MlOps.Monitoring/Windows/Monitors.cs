using System.Collections.Concurrent;
using System.ComponentModel;
using MlOps.Monitoring.Windows;

namespace MlOps.Monitoring;

/// <summary>The monitors of this process, those of <c>[Monitored]</c> methods among them.</summary>
public static class Monitors
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentDictionary<IModelMonitor, byte> s_all = new();
    private static Func<MonitorOptions, MonitorOptions> s_configure = static options => options;

    static Monitors()
    {
        ProcessEnd.Listen(static () => StopAllAsync().Wait(s_patience), static () => FlushAllAsync().Wait(s_patience));
        RunObserver.RunEnding += static (_, ending) => Task.WhenAll(s_all.Keys.OfType<IWindowedMonitor>().Select(monitor => monitor.LeaveAsync(ending.Run))).Wait(s_patience);
    }

    /// <summary>The monitors that watch now, by name.</summary>
    public static IReadOnlyList<IModelMonitor> All => [.. s_all.Keys.OrderBy(static monitor => monitor.Name, StringComparer.Ordinal)];

    /// <summary>
    /// Changes the options of the monitors of <c>[Monitored]</c> methods, which are made when a method is called first: alerts, channels, windows. To be called
    /// before; several changes go one after the other.
    /// </summary>
    /// <param name="change">Is given the options of one monitor, its name among them, and returns what they are to be.</param>
    public static void Configure(Func<MonitorOptions, MonitorOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var before = s_configure;
        s_configure = options => change(before(options));
    }

    /// <summary>Says that <c>[Monitored]</c> methods run as they are written, because the build did not point them at their monitors. Generated code does.</summary>
    /// <param name="assembly">Where they are.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void WarnNotWoven(string assembly) => Console.Error.WriteLine(
        $"mlops: {assembly} has [Monitored] methods, but was not woven: they run as they are written, and nothing is watched. " +
        "Build it with 'dotnet build' and the package MlOps.Generators, without MlOpsWeave=false.");

    /// <summary>Ends all of them, each with its last window.</summary>
    public static Task StopAllAsync() => Task.WhenAll(s_all.Keys.Select(static monitor => monitor.DisposeAsync().AsTask()));

    internal static MonitorOptions Configured(MonitorOptions options) => s_configure(options);

    internal static void Add(IModelMonitor monitor) => s_all.TryAdd(monitor, 0);

    /// <summary>Lists a method that is not watched, so that somebody notices.</summary>
    internal static void AddUnwatched(string name, string problem) => s_all.TryAdd(new UnwatchedMethod(name, problem), 0);

    /// <summary>Ends the windows of all of them; they go on.</summary>
    internal static Task FlushAllAsync() => Task.WhenAll(s_all.Keys.OfType<IWindowedMonitor>().Select(static monitor => monitor.FlushAsync()));

    internal static void Remove(IModelMonitor monitor) => s_all.TryRemove(monitor, out _);
}
