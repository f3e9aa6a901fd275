using System.Collections.Concurrent;
using System.Diagnostics;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Runs;

/// <summary>Has the machine sampled while runs go on, and tells each run what it runs on.</summary>
internal sealed class RunSampling(SiliconSampler sampler, Func<Task<SiliconInfo>> machine, double? gramsPerKilowattHour = null) : IRunWatcher
{
    private readonly ConcurrentDictionary<IObservedRun, RunRecorder> _recorders = new();
    private readonly Lazy<Task<SiliconInfo>> _machine = new(machine);

    public void RunBegan(IObservedRun run)
    {
        var recorder = new RunRecorder(run, _machine, gramsPerKilowattHour);
        _recorders[run] = recorder;
        if (sampler.Thermal.Level > ThermalLevel.Nominal)
        {
            ThermalEvents.Of(run).Began(sampler.Thermal.Level);
        }

        sampler.Thermal.Changed += recorder.ThermalChanged;
        sampler.Subscribe(recorder);
    }

    /// <summary>The process ends: what runs were not told yet, since they were so short, they are told now.</summary>
    /// <param name="patience">How long that may take.</param>
    public void Finish(TimeSpan patience)
    {
        var begin = Stopwatch.GetTimestamp();
        foreach (var run in _recorders.Keys)
        {
            RunEnded(run); // Environment.Exit in the midst of a run: it gets its last sample all the same.
        }

        sampler.TryLetGo(patience);

        // What waits for the machine is done in the order in which it began to wait: this comes last.
        var told = _machine.Value.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        ((IAsyncResult)told).AsyncWaitHandle.WaitOne(TimeSpan.FromTicks(Math.Max((patience - Stopwatch.GetElapsedTime(begin)).Ticks, 0)));
    }

    public void RunEnded(IObservedRun run)
    {
        ThermalGovernor.Forget(run);
        if (_recorders.TryRemove(run, out var recorder))
        {
            sampler.Thermal.Changed -= recorder.ThermalChanged;
            sampler.Unsubscribe(recorder);
        }
    }
}
