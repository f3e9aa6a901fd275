using System.Buffers.Binary;

namespace MlOps.Silicon.Apple;

/// <summary>
/// The clocks of the chip, by the power manager (<c>pmgr</c>) in the registry: the performance states that its counters tell about have
/// numbers only, and these tables say how fast they are.
/// </summary>
internal sealed class FrequencyTables
{
    private const string Prefix = "voltage-states";
    private const string OfCoresSuffix = "-sram"; // Of cores, the table without it holds periods instead.

    private readonly SortedDictionary<string, FrequencyTable> _tables = new(StringComparer.Ordinal);

    // The tables of the clusters, the fastest first.
    private readonly List<string> _clusters = [];

    public FrequencyTables(RegistryEntry? pmgr)
    {
        foreach (var name in pmgr?.Properties.Keys ?? [])
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && pmgr?.Data(name) is { } data && FrequencyTable.Parse(data) is { } table)
            {
                _tables.Add(name, table);
            }
        }

        AddClusters(pmgr?.Data("acc-clusters"));
    }

    /// <summary>The tables of this machine; empty ones in a virtual machine.</summary>
    public static FrequencyTables Find(IRegistry registry) =>
        new(registry.Services("AppleARMIODevice", "pmgr") is [var pmgr, ..] ? pmgr : null);

    /// <summary>The table of a kind of cores.</summary>
    /// <param name="level">Which, counted from the fastest.</param>
    /// <param name="levels">How many kinds there are.</param>
    /// <param name="states">How many performance states those cores have; zero if that is not known.</param>
    public FrequencyTable? OfCores(int level, int levels, int states = 0)
    {
        // Since the M5 the power manager lists its clusters, maybe slower ones than this chip has; before that, 5 is the fast one and 1 the slow one.
        List<string> names = levels <= _clusters.Count ? _clusters
            : levels == 2 ? ["voltage-states5-sram", "voltage-states1-sram"]
            : [];
        return (level < names.Count ? Known(names[level], states) : null)
            ?? Fitting(states, key => key.EndsWith(OfCoresSuffix, StringComparison.Ordinal) && !names.Contains(key));
    }

    /// <summary>The table of the GPU.</summary>
    /// <param name="states">How many performance states it has; zero if that is not known.</param>
    public FrequencyTable? OfGpu(int states = 0) =>
        Known("voltage-states9-sram", states) ?? Known("voltage-states9", states)
            ?? Fitting(states, static key => !key.EndsWith(OfCoresSuffix, StringComparison.Ordinal));

    // Parts have names for more states than they use.
    private FrequencyTable? Known(string name, int states) =>
        _tables.TryGetValue(name, out var table) && (states == 0 || table.Count <= states) ? table : null;

    // On some chips a table has another number; then it is the only one with as many entries as there are states.
    private FrequencyTable? Fitting(int states, Func<string, bool> isOfKind)
    {
        var tables = _tables.Where(pair => isOfKind(pair.Key) && pair.Value.Count == states).Select(static pair => pair.Value).Take(2).ToList();
        return tables.Count == 1 ? tables[0] : null;
    }

    // Eight bytes each: the number of the table, and how fast the cluster is beside others.
    private void AddClusters(ReadOnlySpan<byte> clusters)
    {
        var tiers = new SortedDictionary<int, string>();
        for (; clusters.Length >= 8; clusters = clusters[8..])
        {
            tiers.TryAdd(-clusters[1], $"{Prefix}{clusters[0]}{OfCoresSuffix}"); // Clusters of one kind have one table.
        }

        _clusters.AddRange(tiers.Values);
    }
}

/// <summary>The clocks of one part of the chip, MHz, the slowest first.</summary>
internal sealed class FrequencyTable
{
    private readonly double[] _megahertz;

    private FrequencyTable(double[] megahertz) => _megahertz = megahertz;

    public int Count => _megahertz.Length;

    public double Lowest => _megahertz[0];

    public double Highest => _megahertz[^1];

    public double this[int state] => _megahertz[state];

    /// <summary>Reads a table of pairs of a frequency and a voltage, 4 bytes each.</summary>
    /// <returns>The table; <see langword="null"/> if the numbers cannot be frequencies, such as the periods that some hold.</returns>
    public static FrequencyTable? Parse(ReadOnlySpan<byte> data)
    {
        var megahertz = new List<double>(data.Length / 8);
        for (; data.Length >= 8; data = data[8..])
        {
            var number = BinaryPrimitives.ReadUInt32LittleEndian(data);
            if (number == 0 && megahertz.Count == 0)
            {
                continue; // The GPU's first entry stands for off.
            }

            var frequency = number > 1e8 ? number / 1e6 : number / 1e3; // Hz; of cores kHz since the M4.
            if (frequency is < 100 or > 6000 || (megahertz.Count > 0 && frequency < megahertz[^1]))
            {
                return null;
            }

            megahertz.Add(frequency);
        }

        return megahertz.Count == 0 ? null : new FrequencyTable([.. megahertz]);
    }
}
