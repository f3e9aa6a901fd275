using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Runs;

/// <summary>Tells a run what the machine does, as MLflow's system metrics: a step is a sample.</summary>
internal sealed class RunRecorder(IObservedRun run, Lazy<Task<SiliconInfo>> machine, double? gramsPerKilowattHour) : ISampleReader
{
    // A third of a second: while a program starts, its own code has the better claim to the processors.
    private const int SamplesBeforeDescription = 3;

    private const double JoulesInKilowattHour = 3.6e6;

    private readonly EnergySum _energy = new();
    private RunTotal[] _fast = [];
    private RunTotal[] _slow = [];
    private double _slowFirst = double.NaN;
    private long _step;
    private bool _isDescribed;

    public TimeSpan IntervalAt(TimeSpan age) => SamplingSchedule.IntervalAt(age);

    public void Read(in Moment now, SiliconSampler sampler)
    {
        _energy.Clear();
        Log(sampler.Fast, ref _fast, knowsTotals: true);
        if (sampler.Slow.IsFresh(now.Seconds))
        {
            // What a driver counted before this run began is not this run's; and what it counted since is known once it is read again.
            _slowFirst = double.IsNaN(_slowFirst) ? sampler.Slow.SampledAt : _slowFirst;
            Log(sampler.Slow, ref _slow, knowsTotals: sampler.Slow.SampledAt > _slowFirst);
        }

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
        if (!_isDescribed && _step > SamplesBeforeDescription && machine.Value.IsCompleted)
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

    /// <summary>A run that ends before the machine has been looked at, which is done once in a process, is told afterwards.</summary>
    public void End()
    {
        if (!_isDescribed)
        {
            machine.Value.ContinueWith(_ => Describe(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Describe()
    {
        _isDescribed = true;
        if (machine.Value is { IsCompletedSuccessfully: true } found)
        {
            MachineTags.Write(run, found.GetAwaiter().GetResult());
        }
    }

    private void Log(Lane lane, ref RunTotal[] totals, bool knowsTotals)
    {
        if (!lane.IsProbed)
        {
            return;
        }

        var metrics = lane.Table.Metrics;
        if (totals.Length != metrics.Count)
        {
            totals = new RunTotal[metrics.Count];
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
                value = totals[slot].Add(value);
                if (!knowsTotals)
                {
                    continue;
                }

                _energy.Add(metric, value);
            }

            run.Log(metric.Name, value, _step);
        }
    }

    /// <summary>What was added to a counter since the run began.</summary>
    private struct RunTotal
    {
        private double _before;
        private double _added;
        private bool _isKnown;

        public double Add(double value)
        {
            // A counter that was set anew, as by a driver that came back, goes on from zero.
            _added += !_isKnown ? 0 : value >= _before ? value - _before : value;
            (_before, _isKnown) = (value, true);
            return _added;
        }
    }
}
