namespace MlOps.Silicon.Apple;

/// <summary>The kinds of cores of a Mac: the kernel calls them performance levels, and the first is the fastest.</summary>
internal static class AppleCores
{
    /// <summary>The names of the kinds of cores, the fastest first; none on a Mac whose cores are alike.</summary>
    public static IReadOnlyList<string> Names(ISysctl sysctl)
    {
        var levels = Levels(sysctl);
        return [.. Enumerable.Range(0, levels).Select(level => Name(sysctl, level, levels))];
    }

    /// <summary>The kinds of cores, the fastest first.</summary>
    public static IReadOnlyList<CoreClassInfo> Classes(ISysctl sysctl, FrequencyTables frequencies)
    {
        var levels = Levels(sysctl);
        if (levels > 0)
        {
            return [.. Enumerable.Range(0, levels).Select(level => Class(sysctl, level, levels, frequencies))];
        }

        return sysctl.Number("hw.optional.arm64") == 1 || sysctl.Number("hw.logicalcpu") is not { } logical
            ? [] // The first macOS for Apple's chips does not tell its kinds of cores, and they are not alike.
            : [new CoreClassInfo
            {
                Name = "Core",
                CoreCount = (int?)sysctl.Number("hw.physicalcpu"),
                LogicalCount = (int)logical,
                MaxFrequency = sysctl.Number("hw.cpufrequency_max"),
                Caches = Caches(sysctl, "hw.", Sharing(sysctl)),
            }];
    }

    /// <summary>The groups of cores that share an L2 cache, which on Apple's chips also share a clock.</summary>
    public static int? Clusters(ISysctl sysctl)
    {
        var clusters = 0L;
        for (var level = 0; level < Levels(sysctl); level++)
        {
            if ((sysctl.Number($"hw.perflevel{level}.logicalcpu"), sysctl.Number($"hw.perflevel{level}.cpusperl2")) is not ({ } logical, { } shared and > 0))
            {
                return null;
            }

            clusters += (logical + shared - 1) / shared;
        }

        return clusters > 0 ? (int)clusters : null;
    }

    /// <summary>
    /// Finds the kind of cores that a letter of the hardware stands for: E, M and P from the slowest to the fastest. Since the M5 a P
    /// is "Super" and an M "Performance", so letters and names are matched by their order, not by their first letters.
    /// </summary>
    /// <param name="letter">The letter.</param>
    /// <param name="letters">The letters that this chip uses.</param>
    /// <param name="names">The names of its kinds of cores, the fastest first.</param>
    /// <returns>The index of the name; negative if letters and names do not fit together.</returns>
    public static int IndexOf(char letter, ReadOnlySpan<char> letters, IReadOnlyList<string> names)
    {
        const string Order = "PME";
        var index = 0;
        var count = 0;
        foreach (var other in Order)
        {
            if (letters.Contains(other))
            {
                count++;
                index += Order.IndexOf(other, StringComparison.Ordinal) < Order.IndexOf(letter, StringComparison.Ordinal) ? 1 : 0;
            }
        }

        return count == names.Count && letters.Contains(letter) && Order.Contains(letter, StringComparison.Ordinal) ? index : -1;
    }

    private static int Levels(ISysctl sysctl) => (int)(sysctl.Number("hw.nperflevels") ?? 0);

    // Systems before macOS 13 have no names for them; the chips that those run on have these two.
    private static string Name(ISysctl sysctl, int level, int levels) =>
        sysctl.Text($"hw.perflevel{level}.name") ?? (levels == 2 ? level == 0 ? "Performance" : "Efficiency" : $"Level {level}");

    private static CoreClassInfo Class(ISysctl sysctl, int level, int levels, FrequencyTables frequencies)
    {
        var prefix = $"hw.perflevel{level}.";
        var logical = (int)(sysctl.Number(prefix + "logicalcpu") ?? 0);
        return new CoreClassInfo
        {
            Name = Name(sysctl, level, levels),
            CoreCount = (int?)sysctl.Number(prefix + "physicalcpu"),
            LogicalCount = logical,
            MaxFrequency = frequencies.OfCores(level, levels)?.Highest is { } megahertz ? (long)(megahertz * 1e6) : null,
            Caches = Caches(sysctl, prefix, [1, (int?)sysctl.Number(prefix + "cpusperl2"), (int?)sysctl.Number(prefix + "cpusperl3")]),
        };
    }

    private static List<CacheInfo> Caches(ISysctl sysctl, string prefix, int?[] sharing)
    {
        var caches = new List<CacheInfo>();
        foreach (var (name, key, level) in ((string, string, int)[])[("L1d", "l1dcachesize", 0), ("L1i", "l1icachesize", 0), ("L2", "l2cachesize", 1), ("L3", "l3cachesize", 2)])
        {
            if (sysctl.Number(prefix + key) is { } size and > 0)
            {
                caches.Add(new CacheInfo(name, size, sharing[level]));
            }
        }

        return caches;
    }

    // 16, 2, 2, 16, 0 …: how many processors share the memory, an L1, an L2, an L3.
    private static int?[] Sharing(ISysctl sysctl)
    {
        var counts = sysctl.Numbers("hw.cacheconfig");
        return [.. Enumerable.Range(1, 3).Select(level => level < counts.Length && counts[level] > 0 ? (int)counts[level] : (int?)null)];
    }
}
