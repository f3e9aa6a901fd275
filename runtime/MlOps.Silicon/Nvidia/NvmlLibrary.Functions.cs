using System.Runtime.InteropServices;

namespace MlOps.Silicon.Nvidia;

/// <content>The functions of the library, as its header declares them.</content>
internal sealed unsafe partial class NvmlLibrary
{
    private readonly delegate* unmanaged<NvmlStatus> _init;
    private readonly delegate* unmanaged<NvmlStatus> _shutdown;
    private readonly delegate* unmanaged<uint*, NvmlStatus> _count;
    private readonly delegate* unmanaged<uint, nint*, NvmlStatus> _device;
    private readonly delegate* unmanaged<nint, uint, nint*, NvmlStatus> _part;
    private readonly delegate* unmanaged<byte*, uint, NvmlStatus> _driver;
    private readonly delegate* unmanaged<nint, byte*, uint, NvmlStatus> _name;
    private readonly delegate* unmanaged<nint, byte*, uint, NvmlStatus> _uuid;
    private readonly delegate* unmanaged<nint, NvmlUtilization*, NvmlStatus> _utilization;
    private readonly delegate* unmanaged<nint, NvmlMemory*, NvmlStatus> _memory;
    private readonly delegate* unmanaged<nint, ulong*, NvmlStatus> _energy;
    private readonly delegate* unmanaged<nint, ulong*, NvmlStatus> _reasons;
    private readonly delegate* unmanaged<nint, uint*, NvmlStatus> _power;
    private readonly delegate* unmanaged<nint, uint*, NvmlStatus> _powerLimit;
    private readonly delegate* unmanaged<nint, uint*, NvmlStatus> _fan;
    private readonly delegate* unmanaged<nint, uint*, NvmlStatus> _fanCount;
    private readonly delegate* unmanaged<nint, uint, uint*, NvmlStatus> _fanOf;
    private readonly delegate* unmanaged<nint, uint*, NvmlStatus> _partLimit;
    private readonly delegate* unmanaged<nint, uint*, NvmlStatus> _cores;
    private readonly delegate* unmanaged<nint, uint*, uint*, NvmlStatus> _split;
    private readonly delegate* unmanaged<nint, uint, uint*, NvmlStatus> _clock;
    private readonly delegate* unmanaged<nint, NvmlTemperature*, NvmlStatus> _temperature;
    private readonly delegate* unmanaged<nint, uint, uint*, NvmlStatus> _oldTemperature;
    private readonly delegate* unmanaged<nint, uint*, NvmlProcess*, NvmlStatus> _processes;
    private readonly delegate* unmanaged<nint, NvmlShare*, uint*, ulong, NvmlStatus> _shares;

    /// <summary>Takes the functions by their names.</summary>
    /// <param name="export">The address of a function; zero if there is none.</param>
    public NvmlLibrary(Func<string, nint> export)
    {
        _init = (delegate* unmanaged<NvmlStatus>)Take("nvmlInit_v2");
        _shutdown = (delegate* unmanaged<NvmlStatus>)Take("nvmlShutdown");
        _count = (delegate* unmanaged<uint*, NvmlStatus>)Take("nvmlDeviceGetCount_v2");
        _device = (delegate* unmanaged<uint, nint*, NvmlStatus>)Take("nvmlDeviceGetHandleByIndex_v2");
        _part = (delegate* unmanaged<nint, uint, nint*, NvmlStatus>)Take("nvmlDeviceGetMigDeviceHandleByIndex");
        _driver = (delegate* unmanaged<byte*, uint, NvmlStatus>)Take("nvmlSystemGetDriverVersion");
        _name = (delegate* unmanaged<nint, byte*, uint, NvmlStatus>)Take("nvmlDeviceGetName");
        _uuid = (delegate* unmanaged<nint, byte*, uint, NvmlStatus>)Take("nvmlDeviceGetUUID");
        _utilization = (delegate* unmanaged<nint, NvmlUtilization*, NvmlStatus>)Take("nvmlDeviceGetUtilizationRates");
        _memory = (delegate* unmanaged<nint, NvmlMemory*, NvmlStatus>)Take("nvmlDeviceGetMemoryInfo");
        _energy = (delegate* unmanaged<nint, ulong*, NvmlStatus>)Take("nvmlDeviceGetTotalEnergyConsumption");
        _reasons = (delegate* unmanaged<nint, ulong*, NvmlStatus>)Take("nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons");
        _power = (delegate* unmanaged<nint, uint*, NvmlStatus>)Take("nvmlDeviceGetPowerUsage");
        _powerLimit = (delegate* unmanaged<nint, uint*, NvmlStatus>)Take("nvmlDeviceGetEnforcedPowerLimit");
        _fan = (delegate* unmanaged<nint, uint*, NvmlStatus>)Take("nvmlDeviceGetFanSpeed");
        _fanCount = (delegate* unmanaged<nint, uint*, NvmlStatus>)Take("nvmlDeviceGetNumFans");
        _fanOf = (delegate* unmanaged<nint, uint, uint*, NvmlStatus>)Take("nvmlDeviceGetFanSpeed_v2");
        _partLimit = (delegate* unmanaged<nint, uint*, NvmlStatus>)Take("nvmlDeviceGetMaxMigDeviceCount");
        _cores = (delegate* unmanaged<nint, uint*, NvmlStatus>)Take("nvmlDeviceGetNumGpuCores");
        _split = (delegate* unmanaged<nint, uint*, uint*, NvmlStatus>)Take("nvmlDeviceGetMigMode");
        _clock = (delegate* unmanaged<nint, uint, uint*, NvmlStatus>)Take("nvmlDeviceGetClockInfo");
        _temperature = (delegate* unmanaged<nint, NvmlTemperature*, NvmlStatus>)Take("nvmlDeviceGetTemperatureV");
        _oldTemperature = (delegate* unmanaged<nint, uint, uint*, NvmlStatus>)Take("nvmlDeviceGetTemperature");
        _processes = (delegate* unmanaged<nint, uint*, NvmlProcess*, NvmlStatus>)Take("nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2");
        _shares = (delegate* unmanaged<nint, NvmlShare*, uint*, ulong, NvmlStatus>)Take("nvmlDeviceGetProcessUtilization");

        nint Take(string name, string? olderName = null) =>
            export(name) is var address and not 0 ? address
            : olderName is not null ? Take(olderName)
            : (nint)(delegate* unmanaged<NvmlStatus>)&Missing;
    }

    // Stands in for any function: the caller cleans up the arguments that it does not look at.
    [UnmanagedCallersOnly]
    private static NvmlStatus Missing() => NvmlStatus.FunctionNotFound;
}
