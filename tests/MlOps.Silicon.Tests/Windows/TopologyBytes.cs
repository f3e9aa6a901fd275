using System.Buffers.Binary;

namespace MlOps.Tests.Windows;

/// <summary>Writes records as GetLogicalProcessorInformationEx does.</summary>
internal sealed class TopologyBytes
{
    private readonly List<byte> _bytes = [];

    public TopologyBytes Core(byte efficiency, ulong mask, ushort group = 0) => Processor(0, efficiency, mask, group);

    public TopologyBytes Package(ulong mask) => Processor(3, 0, mask, 0);

    public TopologyBytes Module(ulong mask) => Processor(7, 0, mask, 0);

    public TopologyBytes Node(int number, ulong mask, ushort group = 0)
    {
        var record = Record(1, 48);
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], number);
        return Add(record, 32, mask, group); // A count of zero groups: as older versions have it.
    }

    public TopologyBytes Cache(byte level, int type, uint size, ulong mask, ushort group = 0)
    {
        var record = Record(2, 56);
        record[8] = level;
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], size);
        BinaryPrimitives.WriteInt32LittleEndian(record[16..], type);
        record[38] = 1;
        return Add(record, 40, mask, group);
    }

    public TopologyBytes Unknown(int relation, int length)
    {
        _bytes.AddRange(Record(relation, length));
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private static Span<byte> Record(int relation, int length)
    {
        var record = new byte[length];
        BinaryPrimitives.WriteInt32LittleEndian(record, relation);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), length);
        return record;
    }

    private TopologyBytes Processor(int relation, byte efficiency, ulong mask, ushort group)
    {
        var record = Record(relation, 48);
        record[9] = efficiency;
        record[30] = 1;
        return Add(record, 32, mask, group);
    }

    private TopologyBytes Add(Span<byte> record, int at, ulong mask, ushort group)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(record[at..], mask);
        BinaryPrimitives.WriteUInt16LittleEndian(record[(at + 8)..], group);
        _bytes.AddRange(record);
        return this;
    }
}
