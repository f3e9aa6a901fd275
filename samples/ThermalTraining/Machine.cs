using System.Diagnostics;
using MlOps;

namespace ThermalTraining;

/// <summary>What the machine did while it trained: how warm it was at each step, and how much it worked.</summary>
internal sealed class Machine
{
    private readonly long _begin = Stopwatch.GetTimestamp();
    private readonly TimeSpan _worked = Environment.CpuUsage.TotalTime;
    private readonly SortedDictionary<ThermalLevel, int> _steps = [];

    public void Stepped(ThermalLevel level) => _steps[level] = _steps.GetValueOrDefault(level) + 1;

    /// <summary>How many processors were busy, on average.</summary>
    public double BusyProcessors => (Environment.CpuUsage.TotalTime - _worked) / Stopwatch.GetElapsedTime(_begin);

    /// <summary>How many steps were taken at each level, from the coolest on.</summary>
    public string Heat => string.Join(", ", _steps.Select(static pair => $"{pair.Key.ToString().ToLowerInvariant()} for {pair.Value}")) + $" of {_steps.Values.Sum()} steps";
}
