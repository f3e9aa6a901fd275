using System.Runtime.InteropServices;
using System.Text;
using MlOps.Silicon.Detection;

namespace MlOps.Silicon.Linux;

/// <summary>What a Linux machine is made of, by <c>/proc</c> and <c>/sys</c>.</summary>
internal static class LinuxDetection
{
    /// <summary>Looks at the machine.</summary>
    /// <param name="root">The root of the file system; <c>/</c> but in tests.</param>
    public static MachineParts Detect(string root = "/")
    {
        var cpu = CpuModel.Parse(Read("proc/cpuinfo") ?? "");
        var topology = LinuxTopology.Read(root);
        var memory = Encoding.ASCII.GetBytes(Read("proc/meminfo") ?? "");
        var logical = topology.LogicalCount > 0 ? topology.LogicalCount : cpu.ProcessorCount > 0 ? cpu.ProcessorCount : Environment.ProcessorCount;
        return new MachineParts
        {
            OperatingSystem = Distribution(Read("etc/os-release") ?? "", Read("proc/sys/kernel/osrelease")),
            Cpu = new CpuInfo
            {
                Model = cpu.Model ?? Read("proc/device-tree/model")?.TrimEnd('\0'),
                Vendor = cpu.Vendor,
                LogicalCount = logical,
                CoreCount = topology.CoreCount,
                PackageCount = topology.PackageCount,
                ClusterCount = topology.ClusterCount,
                NumaNodeCount = topology.NumaNodeCount,
                CoreClasses = topology.CoreClassInfos,
            },
            Memory = new MemoryInfo(Bytes(memory, "MemTotal:"u8), Bytes(memory, "MemAvailable:"u8), null, IsUnified: false),
            Limits = Limits(root, logical),
            Container = Container.KindOf(root),
            Hypervisor = Hypervisor(cpu),
        };

        string? Read(string path) => SystemFile.TryReadText(Path.Combine(root, path));

        string? Hypervisor(CpuModel cpu)
        {
            var product = $"{Read("sys/class/dmi/id/sys_vendor")} {Read("sys/class/dmi/id/product_name")}";
            return Read("sys/hypervisor/type") is { Length: > 0 } type ? Capital(type)
                : VirtualMachine.NameOf(product) ?? (cpu.IsVirtual ? VirtualMachine.Unnamed : null);
        }
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static long? Bytes(byte[] meminfo, ReadOnlySpan<byte> key) => Digits.TryFind(meminfo, key, out var kilobytes) ? (long)kilobytes * 1024 : null;

    private static OperatingSystemInfo Distribution(string release, string? kernel)
    {
        string? Find(string key) => release.Split('\n').FirstOrDefault(line => line.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..].Trim().Trim('"', '\'');
        return new OperatingSystemInfo(
            Find("PRETTY_NAME") ?? "Linux",
            Find("VERSION_ID"),
            kernel is null ? null : "Linux " + kernel,
            RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant());
    }

    private static ResourceLimits? Limits(string root, int logical)
    {
        var cgroup = Cgroup.Find(root);
        var allowed = CpuList.Parse((SystemFile.TryReadText(Path.Combine(root, "proc/self/status")) ?? "").Split('\n')
            .FirstOrDefault(static line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal))?["Cpus_allowed_list:".Length..]).Count;
        var cpus = cgroup?.Cpu?.Value;
        var memory = (long?)cgroup?.Memory?.Value;
        var isPinned = allowed > 0 && allowed < logical && !(cpus < allowed);
        return cpus is null && memory is null && !isPinned
            ? null
            : new ResourceLimits(cpus is null && memory is null ? "affinity" : cgroup!.Name, isPinned ? allowed : cpus, memory);
    }
}
