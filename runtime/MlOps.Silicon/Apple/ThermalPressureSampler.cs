using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Apple;

/// <summary>How much the system holds itself back by its heat. Whether that changed is a glance at shared memory; only a change is asked for.</summary>
internal sealed class ThermalPressureSampler(IThermalPressure pressure) : ISampler
{
    private ulong? _state;
    private int _slot;

    public string Name => "thermalpressurelevel";

    public ThermalLevel? Level => _state switch
    {
        null => null,
        0 => ThermalLevel.Nominal,
        1 => ThermalLevel.Elevated, // moderate
        2 => ThermalLevel.Throttling, // heavy: here it begins to slow down
        _ => ThermalLevel.Critical, // trapping, sleeping
    };

    public string? Probe(MetricTable table)
    {
        if (!pressure.TryRegister() || (_state = pressure.Read()) is null)
        {
            return "the system does not tell its thermal pressure";
        }

        _slot = table.Add("thermal_pressure_level");
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        if (pressure.HasChanged() || _state is null)
        {
            _state = pressure.Read();
        }

        values.Set(_slot, _state ?? double.NaN);
    }

    public void Dispose() => pressure.Dispose();
}

/// <summary>The notification of the thermal pressure, <c>com.apple.system.thermalpressurelevel</c>.</summary>
internal interface IThermalPressure : IDisposable
{
    bool TryRegister();

    bool HasChanged();

    /// <summary>0 nominal, 1 moderate, 2 heavy, 3 trapping, 4 sleeping; <see langword="null"/> if the system does not say.</summary>
    ulong? Read();
}

/// <summary>The notification of this Mac.</summary>
internal sealed unsafe class ThermalPressure : IThermalPressure
{
    private int _token = -1;

    public bool TryRegister()
    {
        fixed (byte* name = "com.apple.system.thermalpressurelevel\0"u8)
        fixed (int* token = &_token)
        {
            return LibSystem.NotifyRegisterCheck(name, token) == 0;
        }
    }

    public bool HasChanged()
    {
        int changed;
        return LibSystem.NotifyCheck(_token, &changed) == 0 && changed != 0;
    }

    public ulong? Read()
    {
        ulong state;
        return LibSystem.NotifyGetState(_token, &state) == 0 ? state : null;
    }

    public void Dispose()
    {
        if (_token >= 0)
        {
            _ = LibSystem.NotifyCancel(_token);
            _token = -1;
        }
    }
}
