using MlOps.Silicon.Detection;

namespace MlOps;

/// <summary>What this machine is made of, as far as it can be known without privileges. What is unknown is <see langword="null"/> or left out, never zero.</summary>
public sealed record SiliconInfo
{
    private static readonly Lazy<SiliconInfo> s_current = new(Detector.Detect);

    /// <summary>This machine; looked at once in a process.</summary>
    public static SiliconInfo Current => s_current.Value;

    /// <summary>The operating system.</summary>
    public required OperatingSystemInfo OperatingSystem { get; init; }

    /// <summary>The processors.</summary>
    public required CpuInfo Cpu { get; init; }

    /// <summary>The main memory.</summary>
    public required MemoryInfo Memory { get; init; }

    /// <summary>The graphics processors, in the order of the <c>gpu_0_…</c> metrics.</summary>
    public IReadOnlyList<GpuInfo> Gpus { get; init; } = [];

    /// <summary>The part of the chip that is made for neural networks alone; <see langword="null"/> where there is none that we know.</summary>
    public NeuralEngineInfo? NeuralEngine { get; init; }

    /// <summary>The limits that this process runs under, such as those of a container; <see langword="null"/> where there are none.</summary>
    public ResourceLimits? Limits { get; init; }

    /// <summary>The kind of container that this process runs in, such as <c>docker</c> or <c>kubernetes</c>, where it shows.</summary>
    public string? Container { get; init; }

    /// <summary>The hypervisor, such as <c>KVM</c>, or <c>unknown</c> if there is one without a name; <see langword="null"/> on a machine of its own.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>The .NET that runs this process.</summary>
    public required DotnetInfo Dotnet { get; init; }

    /// <summary>What follows for training here, each with its reason.</summary>
    public IReadOnlyList<SiliconAdvice> Advice { get; init; } = [];

    /// <summary>The description as a JSON document; what is unknown is left out.</summary>
    public string ToJson() => SiliconJson.Write(this);
}

/// <summary>An operating system.</summary>
/// <param name="Name">Such as <c>Debian GNU/Linux 13 (trixie)</c>, <c>macOS</c> or <c>Windows</c>.</param>
/// <param name="Version">Such as <c>15.3</c>; of Linux, the version of the distribution.</param>
/// <param name="Kernel">The kernel and its version.</param>
/// <param name="Architecture">The architecture that the system runs on: <c>x64</c>, <c>arm64</c>.</param>
public sealed record OperatingSystemInfo(string Name, string? Version, string? Kernel, string Architecture);

/// <summary>The processors of a machine.</summary>
public sealed record CpuInfo
{
    /// <summary>The model as the operating system spells it, such as <c>Apple M4 Max</c> or <c>AMD EPYC 7763 64-Core Processor</c>.</summary>
    public string? Model { get; init; }

    /// <summary>Who made it, such as <c>AuthenticAMD</c>, <c>GenuineIntel</c>, <c>Apple</c>, <c>ARM</c>.</summary>
    public string? Vendor { get; init; }

    /// <summary>The family of an Apple chip, such as <c>M4</c>.</summary>
    public string? Chip { get; init; }

    /// <summary>The size of an Apple chip in its family: <c>Pro</c>, <c>Max</c>, <c>Ultra</c>; <see langword="null"/> for the plain one.</summary>
    public string? Variant { get; init; }

    /// <summary>The processors that threads run on, hardware threads counted.</summary>
    public int LogicalCount { get; init; }

    /// <summary>The cores.</summary>
    public int? CoreCount { get; init; }

    /// <summary>The chips in sockets of their own.</summary>
    public int? PackageCount { get; init; }

    /// <summary>The groups of cores that share a cache or a clock.</summary>
    public int? ClusterCount { get; init; }

    /// <summary>The parts of the machine that have memory of their own (NUMA).</summary>
    public int? NumaNodeCount { get; init; }

    /// <summary>The kinds of cores, the fastest first; one where all cores are alike.</summary>
    public IReadOnlyList<CoreClassInfo> CoreClasses { get; init; } = [];

    /// <summary>What speeds up numeric work: instruction sets such as <c>AVX2</c>, <c>AVX512F</c>, <c>AMX-INT8</c>, <c>NEON</c>, <c>SME2</c>, <c>BF16</c>.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];
}

/// <summary>Cores that are alike.</summary>
public sealed record CoreClassInfo
{
    /// <summary>As the system names them: <c>Performance</c>, <c>Efficiency</c>, <c>Super</c>; <c>Core</c> where all are alike.</summary>
    public required string Name { get; init; }

    /// <summary>How many cores.</summary>
    public int? CoreCount { get; init; }

    /// <summary>How many processors they make, hardware threads counted.</summary>
    public int LogicalCount { get; init; }

    /// <summary>The numbers of those processors, such as <c>0-7,16</c>, where programs can choose where to run.</summary>
    public string? Processors { get; init; }

    /// <summary>The highest clock, Hz.</summary>
    public long? MaxFrequency { get; init; }

    /// <summary>The caches, nearest first.</summary>
    public IReadOnlyList<CacheInfo> Caches { get; init; } = [];
}

/// <summary>A cache.</summary>
/// <param name="Name"><c>L1d</c>, <c>L1i</c>, <c>L2</c>, <c>L3</c>.</param>
/// <param name="Size">Bytes of one of it.</param>
/// <param name="SharedBy">How many logical processors share one; <see langword="null"/> if that is not known.</param>
public sealed record CacheInfo(string Name, long Size, int? SharedBy);

/// <summary>The main memory.</summary>
/// <param name="Total">Bytes, as the kernel reports them.</param>
/// <param name="Available">Bytes that programs could have now, without swapping.</param>
/// <param name="BandwidthClass">How fast it is by the maker's data sheet of the chip, such as <c>546 GB/s</c>; <see langword="null"/> where the chip does not settle it.</param>
/// <param name="IsUnified">Whether processors and GPU share it.</param>
public sealed record MemoryInfo(long? Total, long? Available, string? BandwidthClass, bool IsUnified);

/// <summary>A graphics processor.</summary>
public sealed record GpuInfo
{
    /// <summary>Its number in metrics: <c>gpu_0_…</c>.</summary>
    public int Index { get; init; }

    /// <summary><c>NVIDIA</c>, <c>AMD</c>, <c>Intel</c> or <c>Apple</c>.</summary>
    public required string Vendor { get; init; }

    /// <summary>The model, or at least the number that stands for it.</summary>
    public string? Name { get; init; }

    /// <summary>What tells it from others of its model.</summary>
    public string? Uuid { get; init; }

    /// <summary>Cores, as the maker counts them.</summary>
    public int? CoreCount { get; init; }

    /// <summary>Bytes of memory of its own.</summary>
    public long? Memory { get; init; }

    /// <summary>The driver and its version.</summary>
    public string? Driver { get; init; }

    /// <summary>The most that it may draw, watts.</summary>
    public double? PowerLimit { get; init; }

    /// <summary>Into how many parts it is split, each with cores and memory of its own (MIG); <see langword="null"/> if it is not.</summary>
    public int? Partitions { get; init; }
}

/// <summary>A part of the chip made for neural networks.</summary>
/// <param name="Name">Such as <c>Apple Neural Engine</c>.</param>
/// <param name="CoreCount">Cores; <see langword="null"/> if that is not known.</param>
public sealed record NeuralEngineInfo(string Name, int? CoreCount);

/// <summary>What this process may use of the machine.</summary>
/// <param name="Source">Who says so: <c>cgroup v1</c>, <c>cgroup v2</c>, <c>job object</c>, <c>affinity</c>.</param>
/// <param name="Cpus">How many processors' time; may be a fraction.</param>
/// <param name="Memory">Bytes.</param>
public sealed record ResourceLimits(string Source, double? Cpus, long? Memory);

/// <summary>The .NET that runs this process.</summary>
/// <param name="Version">Such as <c>.NET 10.0.12</c>.</param>
/// <param name="Architecture">The architecture of this process; not that of the system under emulation.</param>
/// <param name="IsServerGc">Whether the collector of servers is used.</param>
/// <param name="IsConcurrentGc">Whether collections run beside the program.</param>
/// <param name="IsNativeAot">Whether the program was compiled ahead of time.</param>
/// <param name="ProcessorCount">How many processors the runtime works with, after limits.</param>
/// <param name="MemoryLimit">Bytes that the collector reckons with, after limits.</param>
public sealed record DotnetInfo(string Version, string Architecture, bool IsServerGc, bool IsConcurrentGc, bool IsNativeAot, int ProcessorCount, long? MemoryLimit);

/// <summary>A recommendation.</summary>
/// <param name="Name">What it is about, such as <c>training_parallelism</c>.</param>
/// <param name="Value">What is recommended, such as <c>8</c> or <c>bfloat16</c>.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SiliconAdvice(string Name, string Value, string Reason);
