using System.Buffers;
using System.Buffers.Binary;
using System.ComponentModel;

namespace MlOps;

/// <summary>
/// The entries of a collection whose order means nothing. Each is hashed on its own, and their digests are sorted: a dictionary
/// has one digest, in whatever order it gives its entries. Used by generated code; not meant for user code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct ContentEntries
{
    private readonly int _expected;
    private UInt128[] _digests;
    private int _count;

    /// <summary>Begins a collection.</summary>
    /// <param name="count">How many entries it has.</param>
    public ContentEntries(int count)
    {
        _expected = count;
        _digests = ArrayPool<UInt128>.Shared.Rent(count);
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="entry">All of the entry; nothing can be written to it afterwards.</param>
    public void Add(ref ContentWriter entry)
    {
        if (_count == _expected)
        {
            throw Changed();
        }

        Span<byte> digest = stackalloc byte[16];
        entry.Finish(digest);
        _digests[_count++] = BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    internal readonly ReadOnlySpan<UInt128> Sorted()
    {
        if (_count != _expected)
        {
            throw Changed();
        }

        var digests = _digests.AsSpan(0, _count);
        digests.Sort();
        return digests;
    }

    internal void Return()
    {
        ArrayPool<UInt128>.Shared.Return(_digests);
        _digests = [];
    }

    private static InvalidOperationException Changed() => new("A collection changed while it was hashed.");
}
