using System.Globalization;

namespace MlOps;

/// <content>What each level asks for.</content>
public sealed partial class ThermalGovernor
{
    /// <summary>The cores of the fastest class; half of all, where there is one class.</summary>
    private int FastCores(int most)
    {
        var classes = SiliconInfo.Current.Cpu.CoreClasses;
        var fast = _options.FastCores ?? (classes.Count > 1 ? classes[0].CoreCount ?? most : most);
        return fast < most ? Math.Max(fast, 1) : Math.Max(most / 2, 1);
    }

    private bool May(ThermalPolicy policy) => (_options.Policy & policy) != 0;

    private void OnChanged(ThermalLevel from, ThermalLevel to) => Apply();

    /// <summary>Does what the level asks for, as it is now: a level that changes meanwhile is applied after this one.</summary>
    private void Apply()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                Apply(_tracker.Level);
            }
        }
    }

    private void Apply(ThermalLevel level)
    {
        var most = _options.MaxDegreeOfParallelism;
        var fast = level < ThermalLevel.Throttling ? most : FastCores(most);

        // Sums of floating numbers depend on how they are split, and data on who loads it: where results must be the same to the bit, only time may
        // change.
        var mayShrink = May(ThermalPolicy.ShrinkParallelism) && !_options.Deterministic;
        var mayHalve = May(ThermalPolicy.HalveMicroBatches) && !_options.Deterministic;
        var before = _level < 0 ? most : ParallelOptions.MaxDegreeOfParallelism;
        ParallelOptions.MaxDegreeOfParallelism = !mayShrink ? most : level switch
        {
            ThermalLevel.Critical => Math.Max(fast / 2, 1),
            ThermalLevel.Throttling => fast,
            _ => most,
        };
        LoaderParallelism = !mayShrink ? most : level switch
        {
            ThermalLevel.Nominal => most,
            ThermalLevel.Elevated => Math.Max(most - 1, 1),
            _ => Math.Max(most / 2, 1),
        };
        MicroBatches = !mayHalve ? 1 : level switch { ThermalLevel.Critical => 4, ThermalLevel.Throttling => 2, _ => 1 };
        Set(_cooled, level < ThermalLevel.Critical);
        Set(_calm, level < ThermalLevel.Throttling);

        if (ParallelOptions.MaxDegreeOfParallelism != before)
        {
            Tell(string.Create(CultureInfo.InvariantCulture, $"{ParallelOptions.MaxDegreeOfParallelism} threads"));
        }

        _needsAttention = (level == ThermalLevel.Critical && May(ThermalPolicy.PauseToCool)) || (level >= ThermalLevel.Throttling && IsSlowedDown);
        _hasGivenUp = false;
        _stepEnd = 0;
        _level = (int)level;
    }
}
