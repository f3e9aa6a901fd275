using System.Collections.Concurrent;
using System.Globalization;

namespace MlOps.Silicon.Linux;

/// <summary>How the processors are grouped, by what <c>/sys</c> says of each.</summary>
internal sealed class LinuxTopology
{
    // Where classes differ, they do so by far more; favored cores of one class differ by less. Capacities are those of classes as such.
    private const double ClearlyFaster = 1.2;
    private const double ClearlyMoreCapable = 1.1;

    private static readonly ConcurrentDictionary<string, LinuxTopology> s_known = new(StringComparer.Ordinal);

    private readonly string _folder;
    private readonly List<Processor> _processors = [];

    private LinuxTopology(string root)
    {
        _folder = Path.Combine(root, "sys/devices/system/cpu");
        foreach (var number in CpuList.Parse(SystemFile.TryReadText(Path.Combine(_folder, "online")) ?? SystemFile.TryReadText(Path.Combine(_folder, "present"))))
        {
            _processors.Add(ReadProcessor(number));
        }

        var groups = Group(root);
        Classes = groups.Count > 1 ? ClassesOf(groups) : CoreClasses.None;
        CoreClassInfos = groups.ConvertAll(group => Describe(group.Name, group.Processors));
        NumaNodeCount = CpuList.Parse(SystemFile.TryReadText(Path.Combine(root, "sys/devices/system/node/online"))).Count is > 0 and var nodes ? nodes : null;
    }

    /// <summary>The processors that are switched on; zero where <c>/sys</c> does not tell.</summary>
    public int LogicalCount => _processors.Count;

    public int? CoreCount => Distinct(_processors, static processor => processor.CoreKey);

    /// <summary>Sockets. Where cores differ there is one: what the firmware of such a chip numbers as packages are its clusters.</summary>
    public int? PackageCount => Packages is not null && DiffersInCapacity ? 1 : Packages;

    /// <summary>Groups that share a cache or a clock; <see langword="null"/> where the kernel knows of none.</summary>
    public int? ClusterCount => Distinct(_processors, static processor => processor.ClusterKey) ?? (DiffersInCapacity && Packages > 1 ? Packages : null);

    public int? NumaNodeCount { get; }

    public CoreClasses Classes { get; }

    public IReadOnlyList<CoreClassInfo> CoreClassInfos { get; }

    private int? Packages => Distinct(_processors, static processor => processor.PackageKey);

    private bool DiffersInCapacity => _processors.Exists(processor => processor.Capacity is not null && processor.Capacity != _processors[0].Capacity);

    /// <summary>Reads the processors of a machine, once.</summary>
    /// <param name="root">The root of the file system; <c>/</c> but in tests.</param>
    public static LinuxTopology Read(string root) => s_known.GetOrAdd(root, static root => new LinuxTopology(root));

    /// <summary>The processors by class, the fastest class first.</summary>
    private List<CoreGroup> Group(string root)
    {
        var fast = CpuList.Parse(SystemFile.TryReadText(Path.Combine(root, "sys/devices/cpu_core/cpus")));
        var slow = CpuList.Parse(SystemFile.TryReadText(Path.Combine(root, "sys/devices/cpu_atom/cpus")));
        if (fast.Count > 0 && slow.Count > 0)
        {
            List<CoreGroup> kinds =
            [
                new("Performance", _processors.FindAll(processor => fast.Contains(processor.Number))),
                new("Efficiency", _processors.FindAll(processor => slow.Contains(processor.Number))),
            ];
            return kinds.FindAll(static kind => kind.Processors.Count > 0); // All of one kind may be switched off.
        }

        var groups = BySpeed();
        string[] names = groups.Count switch
        {
            1 => ["Core"],
            2 => ["Performance", "Efficiency"],
            3 => ["Prime", "Performance", "Efficiency"],
            _ => [],
        };
        var named = new List<CoreGroup>();
        foreach (var processors in groups)
        {
            named.Add(new(names.Length > 0 ? names[named.Count] : string.Create(CultureInfo.InvariantCulture, $"Class {named.Count}"), processors));
        }

        return named;
    }

    /// <summary>Processors that are about as fast as each other, the fastest first.</summary>
    private List<List<Processor>> BySpeed()
    {
        // A processor that does not say how fast it is tells nothing of the others, either.
        var hasCapacity = _processors.TrueForAll(static processor => processor.Capacity is not null);
        var hasFrequency = _processors.TrueForAll(static processor => processor.MaxFrequency is not null);
        var clearly = hasCapacity ? ClearlyMoreCapable : ClearlyFaster;
        long SpeedOf(Processor processor) => hasCapacity ? processor.Capacity!.Value : hasFrequency ? processor.MaxFrequency!.Value : 0;

        List<Processor> sorted = [.. _processors];
        sorted.Sort((one, other) => SpeedOf(other).CompareTo(SpeedOf(one)) is not 0 and var order ? order : one.Number.CompareTo(other.Number));
        var groups = new List<List<Processor>>();
        foreach (var processor in sorted)
        {
            if (groups.Count == 0 || SpeedOf(groups[^1][0]) > SpeedOf(processor) * clearly)
            {
                groups.Add([]);
            }

            groups[^1].Add(processor);
        }

        return groups;
    }

    private CoreClasses ClassesOf(List<CoreGroup> groups)
    {
        var last = 0;
        _processors.ForEach(processor => last = Math.Max(last, processor.Number));
        var classOf = new int[last + 1];
        Array.Fill(classOf, -1);
        for (var index = 0; index < groups.Count; index++)
        {
            groups[index].Processors.ForEach(processor => classOf[processor.Number] = index);
        }

        return new CoreClasses(groups.ConvertAll(static group => group.Name), classOf);
    }

    private static int? Number(string path) =>
        int.TryParse(SystemFile.TryReadText(path), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 0 ? number : null;

    /// <summary>How many parts of a kind there are; <see langword="null"/> where a processor does not say to which one it belongs.</summary>
    private static int? Distinct(List<Processor> processors, Func<Processor, string?> partOf)
    {
        var parts = processors.ConvertAll(processor => partOf(processor)).ToHashSet();
        return parts.Count > 0 && !parts.Contains(null) ? parts.Count : null;
    }

    private Processor ReadProcessor(int number)
    {
        var folder = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"cpu{number}"));
        var topology = Path.Combine(folder, "topology");
        return new Processor(
            number,
            Number(Path.Combine(topology, "physical_package_id")),
            Number(Path.Combine(topology, "die_id")),
            Number(Path.Combine(topology, "cluster_id")) is { } cluster and < ushort.MaxValue ? cluster : null, // 65535: firmware that numbers none.
            Number(Path.Combine(topology, "core_id")),
            Number(Path.Combine(folder, "cpu_capacity")),
            Number(Path.Combine(folder, "cpufreq/cpuinfo_max_freq")));
    }

    private CoreClassInfo Describe(string name, List<Processor> processors) => new()
    {
        Name = name,
        LogicalCount = processors.Count,
        CoreCount = Distinct(processors, static processor => processor.CoreKey),
        Processors = CpuList.Format(processors.ConvertAll(static processor => processor.Number)),
        MaxFrequency = Fastest(processors) * 1000L, // kHz
        Caches = processors.Count > 0 ? CachesOf(processors[0].Number) : [],
    };

    private static long? Fastest(List<Processor> processors)
    {
        long? fastest = null;
        processors.ForEach(processor => fastest = processor.MaxFrequency > fastest || fastest is null ? processor.MaxFrequency : fastest);
        return fastest;
    }

    private List<CacheInfo> CachesOf(int processor)
    {
        var folder = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"cpu{processor}/cache"));
        var caches = new List<CacheInfo>();
        for (var index = 0; index < 8 && Directory.Exists(Path.Combine(folder, $"index{index}")); index++)
        {
            var cache = Path.Combine(folder, $"index{index}");
            if (Number(Path.Combine(cache, "level")) is { } level && ParseSize(SystemFile.TryReadText(Path.Combine(cache, "size"))) is { } size)
            {
                var kind = SystemFile.TryReadText(Path.Combine(cache, "type")) switch { "Data" => "d", "Instruction" => "i", _ => "" };
                var sharing = CpuList.Parse(SystemFile.TryReadText(Path.Combine(cache, "shared_cpu_list"))).Count;
                caches.Add(new CacheInfo(string.Create(CultureInfo.InvariantCulture, $"L{level}{kind}"), size, sharing > 0 ? sharing : null));
            }
        }

        return caches;
    }

    /// <summary>Bytes of a size such as <c>512K</c>.</summary>
    private static long? ParseSize(string? text)
    {
        var unit = text is { Length: > 1 } ? text[^1] switch { 'K' => 1L << 10, 'M' => 1L << 20, 'G' => 1L << 30, _ => 0 } : 0;
        return unit > 0 && long.TryParse(text![..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number * unit : null;
    }

    private sealed record CoreGroup(string Name, List<Processor> Processors);

    private sealed record Processor(int Number, int? Package, int? Die, int? Cluster, int? Core, long? Capacity, long? MaxFrequency)
    {
        // The numbers of parts count anew within each part that they belong to.
        public string? PackageKey => Package is null ? null : $"{Package}";

        public string? ClusterKey => Cluster is null ? null : $"{Package} {Cluster}";

        public string? CoreKey => Core is null ? null : $"{Package} {Die} {Cluster} {Core}";
    }
}
