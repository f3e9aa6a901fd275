using System.Collections.Concurrent;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Runs;

/// <summary>Has the machine sampled while runs go on, and tells each run what it runs on.</summary>
internal sealed class RunSampling(SiliconSampler sampler, Func<Task<SiliconInfo>> machine, double? gramsPerKilowattHour = null) : IRunWatcher
{
    private readonly ConcurrentDictionary<IObservedRun, RunRecorder> _recorders = new();
    private readonly Lazy<Task<SiliconInfo>> _machine = new(machine);

    public void RunBegan(IObservedRun run)
    {
        var recorder = new RunRecorder(run, _machine.Value, gramsPerKilowattHour);
        _recorders[run] = recorder;
        sampler.Thermal.Changed += recorder.ThermalChanged;
        sampler.Subscribe(recorder);
    }

    public void RunEnded(IObservedRun run)
    {
        if (_recorders.TryRemove(run, out var recorder))
        {
            ThermalGovernor.Forget(run);
            sampler.Thermal.Changed -= recorder.ThermalChanged;
            sampler.Unsubscribe(recorder);
            recorder.End();
        }
    }
}
