using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace MlOps.Silicon.Windows;

/// <summary>Some processors: a mask for each group of up to 64 (GROUP_AFFINITY).</summary>
internal sealed class ProcessorSet
{
    private readonly SortedDictionary<ushort, ulong> _masks = [];

    public int Count => _masks.Values.Sum(static mask => BitOperations.PopCount(mask));

    /// <summary>Reads the masks at the end of a record.</summary>
    public static ProcessorSet Read(ReadOnlySpan<byte> affinities, int count)
    {
        const int Size = 16;
        var set = new ProcessorSet();
        for (var index = 0; index < Math.Max(1, count) && affinities.Length >= (index + 1) * Size; index++) // Zero stands for one in older versions.
        {
            var affinity = affinities.Slice(index * Size, Size);
            set.Add(BinaryPrimitives.ReadUInt16LittleEndian(affinity[8..]), BinaryPrimitives.ReadUInt64LittleEndian(affinity));
        }

        return set;
    }

    public void Add(ProcessorSet other)
    {
        foreach (var (group, mask) in other._masks)
        {
            Add(group, mask);
        }
    }

    public bool Overlaps(ProcessorSet other) => _masks.Any(mine => (other._masks.GetValueOrDefault(mine.Key) & mine.Value) != 0);

    /// <summary>The numbers, such as <c>0-7,16</c>; those of each further group begin at the next multiple of 64.</summary>
    public override string ToString()
    {
        var numbers = _masks.SelectMany(static pair => Enumerable.Range(0, 64).Where(bit => (pair.Value >> bit & 1) != 0).Select(bit => (pair.Key * 64) + bit)).ToArray();
        var ranges = numbers.Index()
            .GroupBy(static pair => pair.Item - pair.Index)
            .Select(static range => (First: range.First().Item, Last: range.Last().Item));
        return string.Join(',', ranges.Select(static range => range.First == range.Last
            ? range.First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}")));
    }

    private void Add(ushort group, ulong mask) => _masks[group] = _masks.GetValueOrDefault(group) | mask;
}
