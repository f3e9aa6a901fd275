using System.Runtime.InteropServices;

namespace MlOps.Silicon.Nvidia;

/// <summary>NVIDIA's management library as the driver installs it. What an older driver lacks answers <see cref="NvmlStatus.FunctionNotFound"/>.</summary>
internal sealed unsafe partial class NvmlLibrary : INvml
{
    private const uint MaxFans = 16; // The largest cards have four.

    /// <summary>Opens the library of this machine.</summary>
    /// <param name="absence">Why it is not there, in plain words.</param>
    public static NvmlLibrary? TryOpen(out string? absence)
    {
        foreach (var place in Places())
        {
            if (NativeLibrary.TryLoad(place, out var handle))
            {
                // It stays loaded: others may use it as well.
                var library = new NvmlLibrary(name => NativeLibrary.TryGetExport(handle, name, out var address) ? address : 0);
                return library.TryStart(out absence) ? library : null;
            }
        }

        absence = "there is no driver of NVIDIA";
        return null;
    }

    public bool TryStart(out string? absence)
    {
        absence = _init() switch
        {
            NvmlStatus.Success => null,
            NvmlStatus.DriverNotLoaded => "the driver of NVIDIA is installed and not loaded",
            NvmlStatus.NoPermission => "the devices of NVIDIA may not be used by this user",
            var status => $"NVML does not start ({(int)status})",
        };
        return absence is null;
    }

    public NvmlStatus Count(out uint count)
    {
        count = default;
        fixed (uint* value = &count)
        {
            return _count(value);
        }
    }

    public NvmlStatus Device(uint index, out nint device)
    {
        device = default;
        fixed (nint* value = &device)
        {
            return _device(index, value);
        }
    }

    public NvmlStatus Part(nint device, uint index, out nint part)
    {
        part = default;
        fixed (nint* value = &part)
        {
            return _part(device, index, value);
        }
    }

    public NvmlStatus Text(NvmlText text, nint device, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            return text switch
            {
                NvmlText.DriverVersion => _driver(start, (uint)buffer.Length),
                NvmlText.Name => _name(device, start, (uint)buffer.Length),
                _ => _uuid(device, start, (uint)buffer.Length),
            };
        }
    }

    public NvmlStatus Number(NvmlNumber number, nint device, out ulong value)
    {
        ulong wide = 0;
        uint narrow = 0, other;
        var status = number switch
        {
            NvmlNumber.Energy => _energy(device, &wide),
            NvmlNumber.ClockReasons => _reasons(device, &wide),
            NvmlNumber.Power => _power(device, &narrow),
            NvmlNumber.PowerLimit => _powerLimit(device, &narrow),
            NvmlNumber.Fan => Fan(device, &narrow),
            NvmlNumber.PartLimit => _partLimit(device, &narrow),
            NvmlNumber.Cores => _cores(device, &narrow),
            NvmlNumber.Clock => _clock(device, 1, &narrow),
            NvmlNumber.MemoryClock => _clock(device, 2, &narrow),
            NvmlNumber.IsSplit => _split(device, &narrow, &other),
            NvmlNumber.Temperature => Temperature(device, &narrow),
            _ => NvmlStatus.InvalidArgument,
        };
        value = number is NvmlNumber.Energy or NvmlNumber.ClockReasons ? wide : narrow;
        return status;
    }

    public NvmlStatus Utilization(nint device, out NvmlUtilization utilization)
    {
        utilization = default;
        fixed (NvmlUtilization* value = &utilization)
        {
            return _utilization(device, value);
        }
    }

    public NvmlStatus Memory(nint device, out NvmlMemory memory)
    {
        memory = default;
        fixed (NvmlMemory* value = &memory)
        {
            return _memory(device, value);
        }
    }

    public NvmlStatus Processes(nint device, Span<NvmlProcess> processes, out int count)
    {
        var length = (uint)processes.Length;
        fixed (NvmlProcess* start = processes)
        {
            var status = _processes(device, &length, start);
            count = (int)length;
            return status;
        }
    }

    public NvmlStatus Shares(nint device, ulong since, Span<NvmlShare> shares, out int count)
    {
        var length = (uint)shares.Length;
        fixed (NvmlShare* start = shares)
        {
            var status = _shares(device, start, &length, since);
            count = (int)length;
            return status;
        }
    }

    public void Dispose() => _ = _shutdown(); // NVML counts how often it was started.

    /// <summary>The speed of the fastest fan. Old drivers know of one.</summary>
    private NvmlStatus Fan(nint device, uint* fastest)
    {
        uint count;
        if (_fanCount(device, &count) != NvmlStatus.Success)
        {
            return _fan(device, fastest);
        }

        var best = NvmlStatus.NotSupported;
        for (uint fan = 0; fan < Math.Min(count, MaxFans); fan++)
        {
            uint speed;
            var status = _fanOf(device, fan, &speed);
            if (status == NvmlStatus.Success)
            {
                *fastest = Math.Max(*fastest, speed);
            }

            best = best == NvmlStatus.Success ? best : status;
        }

        return best;
    }

    private NvmlStatus Temperature(nint device, uint* celsius)
    {
        var value = new NvmlTemperature { Version = NvmlTemperature.FirstVersion };
        var status = _temperature(device, &value);
        *celsius = (uint)Math.Max(0, value.Celsius);
        return status.IsFinal() ? _oldTemperature(device, 0, celsius) : status;
    }

    private static string[] Places() => OperatingSystem.IsWindows()
        ?
        [
            Path.Combine(Environment.SystemDirectory, "nvml.dll"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "NVIDIA Corporation", "NVSMI", "nvml.dll"),
        ]
        : ["libnvidia-ml.so.1", "/usr/lib/wsl/lib/libnvidia-ml.so.1"];
}
