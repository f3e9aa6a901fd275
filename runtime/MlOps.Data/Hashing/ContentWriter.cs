using System.Buffers;
using System.Buffers.Binary;
using System.ComponentModel;
using System.Security.Cryptography;

namespace MlOps;

/// <summary>What a hash is of; its code in the canonical form.</summary>
internal enum ContentForm : byte
{
    Value = (byte)'v',
    Rows = (byte)'r',
}

/// <summary>
/// Writes values in canonical form into a hash: fixed widths, little-endian, lengths before contents, so that no two different
/// values are written alike. Used by generated code; not meant for user code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct ContentWriter
{
    private const int BufferSize = 16 * 1024;

    // Far below what the smallest stack takes, far above any tree that is data.
    private const int DeepestNesting = 256;

    private byte[] _buffer;
    private int _used;
    private int _depth;
    private IncrementalHash? _hash; // Only when the content does not fit into the buffer.

    private ContentWriter(int depth)
    {
        _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        _depth = depth;
    }

    /// <summary>Writes that a value which may be missing is there; the value must follow.</summary>
    public void Present() => Add(true);

    /// <summary>Writes that a value which may be missing is missing.</summary>
    public void Absent() => Add(false);

    /// <summary>Writes a value of a <c>[Versioned]</c> type, which may be null.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="value">The value.</param>
    public void AddVersioned<T>(in T value) => Add(ContentType<T>.Get(), in value);

    /// <summary>Begins one entry of a collection whose order means nothing.</summary>
    /// <returns>Where the entry goes; hand it back to <see cref="ContentEntries.Add"/>.</returns>
    public readonly ContentWriter BeginEntry() => new(_depth);

    /// <summary>Writes a collection whose order means nothing: the digests of its entries, sorted.</summary>
    /// <param name="entries">All of its entries.</param>
    public void Add(ref ContentEntries entries)
    {
        var digests = entries.Sorted();
        Add(digests.Length);
        foreach (var digest in digests)
        {
            BinaryPrimitives.WriteUInt128BigEndian(Take(16), digest);
        }

        entries.Return();
    }

    internal static ContentWriter Begin(ContentForm form, string schema)
    {
        var to = new ContentWriter(depth: 0);
        to.Add("mlops-content-1"u8);
        to.Add((byte)form);
        to.AddText(schema);
        return to;
    }

    /// <summary>Writes a value, with a mark before it where null is possible.</summary>
    internal void Add<T>(ContentType<T> type, in T value)
    {
        if (!typeof(T).IsValueType)
        {
            if (value is null)
            {
                Absent();
                return;
            }

            ThrowIfDerived(value);
            Present();
        }

        if (_depth == DeepestNesting)
        {
            throw new InvalidOperationException(
                $"A value of '{typeof(T)}' is nested more than {DeepestNesting} deep: does it refer to itself? [NotVersioned] leaves a member out.");
        }

        _depth++;
        type.Write(in value, ref this);
        _depth--;
    }

    /// <summary>The digest of all that was written. Nothing can be written afterwards.</summary>
    internal ContentDigest Finish()
    {
        Span<byte> digest = stackalloc byte[16];
        Finish(digest);
        return new ContentDigest(digest);
    }

    /// <summary>The first 128 bits of the hash of all that was written.</summary>
    internal void Finish(scoped Span<byte> digest)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (_hash is null)
        {
            SHA256.HashData(_buffer.AsSpan(0, _used), hash);
        }
        else
        {
            Drain();
            _hash.GetHashAndReset(hash);
            _hash.Dispose();
        }

        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        hash[..digest.Length].CopyTo(digest);
    }

    private static void ThrowIfDerived<T>(T value)
    {
        if (value!.GetType() != typeof(T))
        {
            throw new InvalidOperationException(
                $"A '{value.GetType()}' was found where a '{typeof(T)}' is declared: the hash would miss the members it adds. " +
                $"Make '{typeof(T)}' sealed, or hash the derived objects on their own.");
        }
    }

    private Span<byte> Take(int count)
    {
        if (_buffer.Length - _used < count)
        {
            Drain();
        }

        var bytes = _buffer.AsSpan(_used, count);
        _used += count;
        return bytes;
    }

    private void Drain()
    {
        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _hash.AppendData(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}
