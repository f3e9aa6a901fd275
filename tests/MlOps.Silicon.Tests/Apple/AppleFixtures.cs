using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using MlOps.Silicon.Apple;

namespace MlOps.Tests.Apple;

/// <summary>Texts captured on Macs, and small ones of our own in the same formats.</summary>
internal static class AppleFixtures
{
    /// <summary>A file of our own.</summary>
    public static string Own(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "Apple", name);

    /// <summary>A file of captured text; the test is skipped where it is not at hand.</summary>
    public static string Captured(params string[] parts)
    {
        var path = Repository.PathOf(["..", "shared", "fixtures", "silicon", "apple", .. parts]);
        Assert.SkipUnless(Path.Exists(path), "The captured texts of Macs do not lie beside this checkout.");
        return path;
    }

    /// <summary>A table as the power manager keeps it: frequencies and voltages in pairs.</summary>
    public static byte[] Table(IEnumerable<uint> frequencies)
    {
        var data = new List<byte>();
        Span<byte> pair = stackalloc byte[8];
        foreach (var frequency in frequencies)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(pair, frequency);
            BinaryPrimitives.WriteUInt32LittleEndian(pair[4..], 900);
            data.AddRange(pair);
        }

        return [.. data];
    }

    /// <summary>The tables of a text such as <c>voltage-states1-sram (f) 600000000 972000000</c>, by the comment they stand under.</summary>
    public static IEnumerable<(string Section, string Name, uint[] Numbers)> Tables(string path)
    {
        var section = "";
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith('#'))
            {
                section = line;
            }
            else if (line.Split(" (f) ") is [var name, var numbers])
            {
                yield return (section, name, [.. numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => uint.Parse(number, CultureInfo.InvariantCulture))]);
            }
        }
    }

    /// <summary>The power manager of a file of residencies.</summary>
    public static FakeRegistry Registry(JsonElement residencies)
    {
        var properties = new Dictionary<string, object>();
        foreach (var table in residencies.GetProperty("tables_mhz").EnumerateObject())
        {
            properties[table.Name] = Table(table.Value.EnumerateArray().Select(megahertz => megahertz.GetUInt32() * 1_000_000));
        }

        foreach (var table in residencies.GetProperty("period_table_not_frequencies").EnumerateObject())
        {
            properties[table.Name] = Table(table.Value.EnumerateArray().Select(period => period.GetUInt32()));
        }

        return new FakeRegistry().Add("AppleARMIODevice", "pmgr", properties);
    }
}

/// <summary>The answers of the kernel as <c>sysctl -a</c> prints them.</summary>
internal sealed class SysctlText(IEnumerable<string> lines) : ISysctl
{
    private readonly Dictionary<string, string> _values = lines
        .Select(static line => line.Split(':', 2))
        .Where(static parts => parts.Length == 2)
        .ToDictionary(static parts => parts[0], static parts => parts[1].Trim());

    public static SysctlText Read(string path) => new(File.ReadLines(path));

    public SysctlText With(string name, string value)
    {
        _values[name] = value;
        return this;
    }

    public long? Number(string name) => _values.TryGetValue(name, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    public long[] Numbers(string name) =>
        [.. (Text(name) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => long.Parse(number, CultureInfo.InvariantCulture))];

    public string? Text(string name) => _values.TryGetValue(name, out var text) && text.Length > 0 ? text : null;
}

/// <summary>A registry with what is put into it.</summary>
internal sealed class FakeRegistry : IRegistry
{
    private readonly List<(string ClassName, RegistryEntry Entry)> _entries = [];

    public FakeRegistry Add(string className, string name, Dictionary<string, object> properties)
    {
        _entries.Add((className, new RegistryEntry(name, properties)));
        return this;
    }

    /// <summary>The processors of the device tree, one letter each.</summary>
    public FakeRegistry AddProcessors(string letters)
    {
        for (var processor = 0; processor < letters.Length; processor++)
        {
            Add("AppleARMPE", $"cpu{processor}", new() { ["cluster-type"] = new[] { (byte)letters[processor], (byte)0 } });
        }

        return Add("AppleARMPE", "cpus", []);
    }

    public IReadOnlyList<RegistryEntry> Services(string className, string? name = null) =>
        [.. _entries.Where(entry => entry.ClassName == className && (name ?? entry.Entry.Name) == entry.Entry.Name).Select(entry => entry.Entry)];

    public IReadOnlyList<RegistryEntry> Children(string className) => Services(className);
}
