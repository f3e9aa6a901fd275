using System.Text;

namespace MlOps.Data.Parquet;

/// <summary>Reads the compact protocol of Apache Thrift, in which Parquet writes what it says of itself. Nothing is believed that the bytes do not hold.</summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int DeepestSkip = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>The next field of a structure: its number and its type; 0 at the end of the structure.</summary>
    internal (int Id, ThriftType Type) Field(int previous)
    {
        var header = Byte();
        var type = (ThriftType)(header & 15);
        return type == ThriftType.Stop ? default
            : header >> 4 is > 0 and var delta ? (previous + delta, type)
            : ((int)Integer(), type);
    }

    /// <summary>How many elements a list has, and of what type.</summary>
    internal (int Count, ThriftType Type) List()
    {
        var header = Byte();
        var count = header >> 4 == 15 ? Varint() : (ulong)(header >> 4);
        // Every element has a byte at least.
        return count > (ulong)(_bytes.Length - _at) ? throw Broken() : ((int)count, (ThriftType)(header & 15));
    }

    internal long Integer()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    internal byte Byte() => _at < _bytes.Length ? _bytes[_at++] : throw Broken();

    internal string Text()
    {
        try
        {
            return AtomicFile.StrictUtf8.GetString(Take(Varint()));
        }
        catch (DecoderFallbackException)
        {
            throw Broken();
        }
    }

    internal void Skip(ThriftType type, int depth = 0)
    {
        if (depth > DeepestSkip)
        {
            throw Broken();
        }

        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Byte:
                Byte();
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                Varint();
                break;
            case ThriftType.Double:
                Take(sizeof(double));
                break;
            case ThriftType.Binary:
                Take(Varint());
                break;
            case ThriftType.List or ThriftType.Set:
                SkipList(depth);
                break;
            case ThriftType.Struct:
                for (var field = Field(0); field.Id != 0; field = Field(field.Id))
                {
                    Skip(field.Type, depth + 1);
                }

                break;
            default:
                throw Broken(); // Parquet has no maps.
        }
    }

    internal static InvalidDataException Broken() => new("what it says of itself at its end is broken");

    private void SkipList(int depth)
    {
        var (count, type) = List();
        for (; count > 0; count--)
        {
            // In a list a truth value has a byte of its own.
            Skip(type is ThriftType.True or ThriftType.False ? ThriftType.Byte : type, depth + 1);
        }
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - _at))
        {
            throw Broken();
        }

        var taken = _bytes.Slice(_at, (int)length);
        _at += (int)length;
        return taken;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return value;
            }
        }

        throw Broken();
    }
}

/// <summary>The types of the compact protocol.</summary>
internal enum ThriftType
{
    Stop,
    True,
    False,
    Byte,
    Int16,
    Int32,
    Int64,
    Double,
    Binary,
    List,
    Set,
    Map,
    Struct,
}
