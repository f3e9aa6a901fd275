using System.Buffers.Binary;

namespace MlOps.Silicon.Windows;

/// <summary>The processors by the records of GetLogicalProcessorInformationEx, each with its kind and its length at its beginning.</summary>
internal sealed class ProcessorTopology
{
    private enum Relation
    {
        Core = 0,
        NumaNode = 1,
        Cache = 2,
        Package = 3,
        NumaNodeEx = 6,
        Module = 7,
    }

    private readonly List<(byte Efficiency, ProcessorSet Processors)> _cores = [];
    private readonly HashSet<int> _nodes = [];
    private readonly List<(string Name, uint Size, ProcessorSet Processors)> _caches = [];

    public int CoreCount => _cores.Count;

    public int LogicalCount => _cores.Sum(static core => core.Processors.Count);

    public int PackageCount { get; private set; }

    public int NumaNodeCount => _nodes.Count;

    /// <summary>Cores that share a cache of the second level; zero if Windows is too old to tell.</summary>
    public int ModuleCount { get; private set; }

    /// <summary>Reads the records; what is of a kind unknown to us is passed over.</summary>
    public static ProcessorTopology Parse(ReadOnlySpan<byte> records)
    {
        var topology = new ProcessorTopology();
        while (records.Length >= 8 && BinaryPrimitives.ReadInt32LittleEndian(records[4..]) is var length && length >= 8 && length <= records.Length)
        {
            topology.Add((Relation)BinaryPrimitives.ReadInt32LittleEndian(records), records[..length]);
            records = records[length..];
        }

        return topology;
    }

    /// <summary>The kinds of cores, the fastest first.</summary>
    public IReadOnlyList<CoreClassInfo> Classes()
    {
        string[] names = ["Performance", "Efficiency", "Low-power efficiency"];
        var kinds = _cores.GroupBy(static core => core.Efficiency).OrderByDescending(static kind => kind.Key).ToArray();
        return
        [
            .. kinds.Select((kind, index) =>
            {
                var processors = new ProcessorSet();
                foreach (var core in kind)
                {
                    processors.Add(core.Processors);
                }

                return new CoreClassInfo
                {
                    Name = kinds.Length == 1 ? "Core" : names[Math.Min(index, names.Length - 1)],
                    CoreCount = kind.Count(),
                    LogicalCount = processors.Count,
                    Processors = processors.ToString(),
                    Caches = CachesOf(kind.First().Processors),
                };
            }),
        ];
    }

    private CacheInfo[] CachesOf(ProcessorSet core) =>
    [
        .. _caches.Where(cache => cache.Processors.Overlaps(core))
            .OrderBy(static cache => cache.Name, StringComparer.Ordinal)
            .Select(static cache => new CacheInfo(cache.Name, cache.Size, cache.Processors.Count)),
    ];

    private void Add(Relation relation, ReadOnlySpan<byte> record)
    {
        const int Groups = 30, Masks = 32, CacheGroups = 38, CacheMasks = 40;
        if (record.Length < (relation == Relation.Cache ? CacheMasks : Masks))
        {
            return;
        }

        switch (relation)
        {
            case Relation.Core:
                _cores.Add((record[9], ProcessorSet.Read(record[Masks..], BinaryPrimitives.ReadUInt16LittleEndian(record[Groups..]))));
                break;
            case Relation.Cache:
                var suffix = BinaryPrimitives.ReadInt32LittleEndian(record[16..]) switch { 1 => "i", 2 => "d", _ => "" };
                var processors = ProcessorSet.Read(record[CacheMasks..], BinaryPrimitives.ReadUInt16LittleEndian(record[CacheGroups..]));
                _caches.Add(($"L{record[8]}{suffix}", BinaryPrimitives.ReadUInt32LittleEndian(record[12..]), processors));
                break;
            case Relation.Package:
                PackageCount++;
                break;
            case Relation.NumaNode or Relation.NumaNodeEx:
                _nodes.Add(BinaryPrimitives.ReadInt32LittleEndian(record[8..]));
                break;
            case Relation.Module:
                ModuleCount++;
                break;
            default:
                break;
        }
    }
}
