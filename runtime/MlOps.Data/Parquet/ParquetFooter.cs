using System.Buffers.Binary;

namespace MlOps.Data.Parquet;

/// <summary>What a Parquet file says of itself at its end: its columns, how many rows it has, and which columns have no nulls.</summary>
internal sealed class ParquetFooter
{
    private const int LargestFooter = 64 * 1024 * 1024;
    private const int LargestSchema = 100_000;

    private readonly List<ParquetElement> _elements = [];

    // Of each leaf column; null when a part of the file does not say.
    private readonly List<long?> _nulls = [];

    private ParquetFooter()
    {
    }

    /// <summary>How many rows it has.</summary>
    internal long Rows { get; private set; }

    /// <summary>All elements but the root, in the order of the file: a structure stands before what is in it.</summary>
    internal IEnumerable<ParquetElement> Elements => _elements.Skip(1);

    /// <summary>Whether the file says that a leaf column has no null.</summary>
    internal bool HasNoNull(int leaf) => leaf < _nulls.Count && _nulls[leaf] == 0;

    /// <exception cref="InvalidDataException">It is no Parquet file, or broken.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static ParquetFooter Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        Span<byte> ends = stackalloc byte[12];
        if (stream.Length < ends.Length)
        {
            throw new InvalidDataException("it is no Parquet file");
        }

        stream.ReadExactly(ends[..4]);
        stream.Seek(-8, SeekOrigin.End);
        stream.ReadExactly(ends[4..]);
        if (ends[8..].SequenceEqual("PARE"u8))
        {
            throw new InvalidDataException("it is encrypted");
        }

        if (!ends[..4].SequenceEqual("PAR1"u8) || !ends[8..].SequenceEqual("PAR1"u8))
        {
            throw new InvalidDataException("it is no Parquet file, which begins and ends with PAR1");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(ends[4..]);
        if (length is < 1 or > LargestFooter || length > stream.Length - ends.Length)
        {
            throw ThriftReader.Broken();
        }

        var bytes = new byte[length];
        stream.Seek(-8 - length, SeekOrigin.End);
        stream.ReadExactly(bytes);
        return Parse(bytes);
    }

    /// <exception cref="InvalidDataException">It is broken.</exception>
    internal static ParquetFooter Parse(ReadOnlySpan<byte> bytes)
    {
        var footer = new ParquetFooter();
        var reader = new ThriftReader(bytes);
        for (var field = reader.Field(0); field.Id != 0; field = reader.Field(field.Id))
        {
            switch ((field.Id, field.Type))
            {
                case (2, ThriftType.List): footer.ReadSchema(ref reader); break;
                case (3, ThriftType.Int64): footer.Rows = reader.Integer(); break;
                case (4, ThriftType.List): footer.ReadRowGroups(ref reader); break;
                default: reader.Skip(field.Type); break;
            }
        }

        return footer._elements.Count == 0 || footer.Rows < 0 ? throw ThriftReader.Broken() : footer;
    }

    private void ReadSchema(ref ThriftReader reader)
    {
        var (count, type) = reader.List();
        if (type != ThriftType.Struct || count > LargestSchema)
        {
            throw ThriftReader.Broken();
        }

        for (; count > 0; count--)
        {
            _elements.Add(ParquetElement.Read(ref reader));
        }
    }

    private void ReadRowGroups(ref ThriftReader reader)
    {
        var (groups, type) = reader.List();
        for (; groups > 0; groups--)
        {
            Check(type);
            for (var field = reader.Field(0); field.Id != 0; field = reader.Field(field.Id))
            {
                if (field is (1, ThriftType.List))
                {
                    ReadChunks(ref reader);
                }
                else
                {
                    reader.Skip(field.Type);
                }
            }
        }
    }

    private void ReadChunks(ref ThriftReader reader)
    {
        var (chunks, type) = reader.List();
        for (var leaf = 0; leaf < chunks; leaf++)
        {
            Check(type);
            long? nulls = null;
            for (var field = reader.Field(0); field.Id != 0; field = reader.Field(field.Id))
            {
                if (field is (3, ThriftType.Struct))
                {
                    nulls = NullsOf(ref reader, statistics: 12, nulls: 3);
                }
                else
                {
                    reader.Skip(field.Type);
                }
            }

            if (leaf == _nulls.Count)
            {
                _nulls.Add(nulls);
            }
            else
            {
                _nulls[leaf] = _nulls[leaf] is { } before && nulls is { } more ? Math.Max(before, more) : null;
            }
        }
    }

    /// <summary>The number of nulls in the statistics of a column chunk; null when there are none.</summary>
    private static long? NullsOf(ref ThriftReader reader, int statistics, int nulls)
    {
        long? found = null;
        for (var field = reader.Field(0); field.Id != 0; field = reader.Field(field.Id))
        {
            if (field.Id != statistics || field.Type != ThriftType.Struct)
            {
                reader.Skip(field.Type);
                continue;
            }

            for (var inner = reader.Field(0); inner.Id != 0; inner = reader.Field(inner.Id))
            {
                if (inner.Id == nulls && inner.Type == ThriftType.Int64)
                {
                    found = reader.Integer();
                }
                else
                {
                    reader.Skip(inner.Type);
                }
            }
        }

        return found;
    }

    private static void Check(ThriftType type)
    {
        if (type != ThriftType.Struct)
        {
            throw ThriftReader.Broken();
        }
    }
}
