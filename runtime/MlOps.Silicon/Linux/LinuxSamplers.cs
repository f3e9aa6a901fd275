using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>What Linux tells of the machine.</summary>
internal static class LinuxSamplers
{
    /// <summary>All of it.</summary>
    /// <param name="root">The root of the file system; <c>/</c> but in tests.</param>
    public static IEnumerable<ISampler> Full(string root)
    {
        yield return new CpuSampler(Path.Combine(root, "proc/stat"), () => LinuxTopology.Read(root).Classes);
        yield return new MemorySampler(Path.Combine(root, "proc/meminfo"));
        yield return new ProcessSampler(Path.Combine(root, "proc/self/stat"));
        yield return new ProcessIoSampler(Path.Combine(root, "proc/self/io"));
        yield return new NetworkSampler(Path.Combine(root, "proc/net/dev"));
        yield return new PressureSampler(Path.Combine(root, "proc/pressure"), "cpu");
        yield return new PressureSampler(Path.Combine(root, "proc/pressure"), "memory");
        yield return new PressureSampler(Path.Combine(root, "proc/pressure"), "io");
        yield return new CgroupSampler(() => Cgroup.Find(root));
        yield return new RaplSampler(Path.Combine(root, "sys/class/powercap"));
        yield return new FrequencySampler(Path.Combine(root, "sys/devices/system/cpu"), () => LinuxTopology.Read(root).Classes);
        yield return new ThermalZoneSampler(Path.Combine(root, "sys/class/thermal"));
        yield return new HwmonSampler(Path.Combine(root, "sys/class/hwmon"));
        yield return new DiskSpaceSampler();
    }

    /// <summary>Processors and memory alone.</summary>
    /// <param name="root">The root of the file system; <c>/</c> but in tests.</param>
    public static IEnumerable<ISampler> Lite(string root)
    {
        yield return new IdleSampler(Path.Combine(root, "proc/uptime"), () => LinuxTopology.Read(root).LogicalCount);
        yield return new MemorySampler(Path.Combine(root, "proc/meminfo"));
        yield return new LiteProcessSampler(Path.Combine(root, "proc/self/statm"));
    }
}
