using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Runs;

/// <summary>Tells a run what the machine does, as MLflow's system metrics: a step is a sample.</summary>
internal sealed class RunRecorder(IObservedRun run, Task<SiliconInfo> machine, double? gramsPerKilowattHour) : ISampleReader
{
    // The machine is looked at once in a process. Only a run that ends before that is done waits for it, and not for long.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    private const double JoulesInKilowattHour = 3.6e6;

    private readonly EnergySum _energy = new();
    private double[] _fastBegin = [];
    private double[] _slowBegin = [];
    private long _step;
    private bool _isDescribed;

    public TimeSpan IntervalAt(TimeSpan age) => SamplingSchedule.IntervalAt(age);

    public void Read(in Moment now, SiliconSampler sampler)
    {
        _energy.Clear();
        Log(sampler.Fast, ref _fastBegin);
        Log(sampler.Slow, ref _slowBegin);
        if (sampler.Thermal.IsKnown)
        {
            run.Log("system/thermal_level", (int)sampler.Thermal.Level, _step);
        }

        if (_energy.IsKnown)
        {
            run.Log("system/energy_joules", _energy.Joules, _step);
            if (gramsPerKilowattHour is { } grams)
            {
                run.Log("system/co2_grams", _energy.Joules / JoulesInKilowattHour * grams, _step);
            }
        }

        _step++;
        if (!_isDescribed && machine.IsCompleted)
        {
            Describe();
        }
    }

    /// <summary>A transition is an event of the run, and a point of its curve.</summary>
    public void ThermalChanged(ThermalLevel from, ThermalLevel to)
    {
        ThermalEvents.Of(run).Changed(from, to);
        run.Log("system/thermal_level", (int)to, _step);
    }

    /// <summary>What was not said yet is said now.</summary>
    public void End()
    {
        if (!_isDescribed && ((IAsyncResult)machine).AsyncWaitHandle.WaitOne(s_patience))
        {
            Describe();
        }
    }

    private void Describe()
    {
        _isDescribed = true;
        if (machine.IsCompletedSuccessfully)
        {
            MachineTags.Write(run, machine.GetAwaiter().GetResult());
        }
    }

    private void Log(Lane lane, ref double[] begin)
    {
        if (!lane.IsProbed)
        {
            return;
        }

        var metrics = lane.Table.Metrics;
        if (begin.Length != metrics.Count)
        {
            begin = new double[metrics.Count];
            Array.Fill(begin, double.NaN);
        }

        var values = lane.Values;
        for (var slot = 0; slot < values.Length; slot++)
        {
            var value = values[slot];
            if (double.IsNaN(value))
            {
                continue;
            }

            var metric = metrics[slot];
            if (metric.Kind == MetricKind.Total)
            {
                // What the run added. A counter that was set anew, as by a driver that came back, begins anew.
                if (!(value >= begin[slot]))
                {
                    begin[slot] = value;
                }

                value -= begin[slot];
                _energy.Add(metric, value);
            }

            run.Log(metric.Name, value, _step);
        }
    }
}
