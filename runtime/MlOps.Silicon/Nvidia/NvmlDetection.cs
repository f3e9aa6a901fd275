namespace MlOps.Silicon.Nvidia;

/// <summary>The GPUs of NVIDIA.</summary>
internal static class NvmlDetection
{
    /// <summary>The GPUs of this machine, numbered from zero.</summary>
    public static IReadOnlyList<GpuInfo> Gpus()
    {
        using var nvml = NvmlLibrary.TryOpen(out _);
        return nvml is null ? [] : Gpus(nvml);
    }

    internal static IReadOnlyList<GpuInfo> Gpus(INvml nvml)
    {
        var driver = NvmlDevices.Text(nvml, NvmlText.DriverVersion);
        return [.. NvmlDevices.All(nvml).Select((device, index) => new GpuInfo
        {
            Index = index,
            Vendor = "NVIDIA",
            Name = NvmlDevices.Text(nvml, NvmlText.Name, device),
            Uuid = NvmlDevices.Text(nvml, NvmlText.Uuid, device),
            CoreCount = nvml.Number(NvmlNumber.Cores, device, out var cores) == NvmlStatus.Success ? (int)cores : null,
            Memory = nvml.Memory(device, out var memory) == NvmlStatus.Success ? (long)memory.Total : null,
            Driver = driver,
            PowerLimit = nvml.Number(NvmlNumber.PowerLimit, device, out var milliwatts) == NvmlStatus.Success ? milliwatts / 1000.0 : null,
            Partitions = NvmlDevices.Parts(nvml, device).Count() is var parts and > 0 ? parts : null,
        })];
    }
}
