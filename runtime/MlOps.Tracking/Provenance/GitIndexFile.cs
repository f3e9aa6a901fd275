using System.Buffers.Binary;
using System.Text;

namespace MlOps.Provenance;

/// <summary>A file that git tracks, as the index remembers it.</summary>
/// <param name="Path">From the root of the files, with forward slashes.</param>
/// <param name="Mode">What it is: <c>0100644</c> a file, <c>0120000</c> a link, <c>0160000</c> a submodule.</param>
/// <param name="Size">Its size in bytes, the lower 32 bits.</param>
/// <param name="Modified">When it was written, UTC.</param>
/// <param name="Id">The id of its content.</param>
/// <param name="IsUnmerged">It is in conflict, or only announced.</param>
/// <param name="IsAbsent">It need not be among the files.</param>
internal readonly record struct GitIndexEntry(string Path, uint Mode, uint Size, DateTime Modified, ReadOnlyMemory<byte> Id, bool IsUnmerged, bool IsAbsent);

/// <summary>The index of a working tree, versions 2 to 4; bounded, and never trusted to be well formed.</summary>
/// <remarks>MlOps.Data reads the same file, for its names alone: a program that only tracks must not carry that assembly for this.</remarks>
internal sealed class GitIndexFile
{
    private const int MaxSize = 64 * 1024 * 1024;
    private const int StatSize = 40;

    private readonly byte[] _bytes;
    private readonly int _idSize;
    private int _at = 12;

    private GitIndexFile(byte[] bytes, int idSize) => (_bytes, _idSize) = (bytes, idSize);

    /// <returns><see langword="null"/> when there is none, or one that is not understood.</returns>
    public static GitIndexFile? Open(string path, int idSize)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length is < 12 or > MaxSize)
        {
            return null;
        }

        var index = new GitIndexFile(File.ReadAllBytes(path), idSize);
        return index._bytes.AsSpan().StartsWith("DIRC"u8) && index.Version is >= 2 and <= 4 ? index : null;
    }

    private uint Version => UInt32(4);

    /// <summary>All entries, in the order of the file. May throw <see cref="ArgumentException"/> in the middle of a damaged one.</summary>
    public IEnumerable<GitIndexEntry> Entries()
    {
        _at = 12;
        var path = Array.Empty<byte>();
        for (var left = UInt32(8); left > 0; left--)
        {
            var start = _at;
            var flags = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(start + StatSize + _idSize));
            var isExtended = (flags & 0x4000) != 0;
            var extended = isExtended ? BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(start + StatSize + _idSize + 2)) : 0;
            _at += StatSize + _idSize + (isExtended ? 4 : 2);
            path = ReadPath(path, start);
            yield return new(
                Encoding.UTF8.GetString(path),
                UInt32(start + 24),
                UInt32(start + 36),
                DateTime.UnixEpoch.AddSeconds(UInt32(start + 8)).AddTicks(UInt32(start + 12) / TimeSpan.NanosecondsPerTick),
                _bytes.AsMemory(start + StatSize, _idSize),
                IsUnmerged: (flags & 0x3000) != 0 || (extended & 0x2000) != 0,
                IsAbsent: (flags & 0x8000) != 0 || (extended & 0x4000) != 0);
        }
    }

    /// <summary>After <see cref="Entries"/> were read to the end: the content of an extension such as <c>TREE</c>.</summary>
    public ReadOnlySpan<byte> Extension(ReadOnlySpan<byte> name)
    {
        for (var at = _at; at + 8 <= _bytes.Length - _idSize;)
        {
            var size = (int)UInt32(at + 4);
            if (_bytes.AsSpan(at, 4).SequenceEqual(name))
            {
                return _bytes.AsSpan(at + 8, size);
            }

            at = checked(at + 8 + Math.Max(size, 0));
        }

        return default;
    }

    private byte[] ReadPath(byte[] before, int start)
    {
        var kept = 0;
        if (Version == 4)
        {
            // How many bytes to drop from the path before, then the rest of this one.
            var drop = _bytes[_at] & 0x7F;
            while ((_bytes[_at++] & 0x80) != 0)
            {
                drop = ((drop + 1) << 7) | (_bytes[_at] & 0x7F);
            }

            kept = before.Length - drop;
        }

        var rest = _bytes.AsSpan(_at);
        var length = rest.IndexOf((byte)0);
        byte[] path = [.. before.AsSpan(0, kept), .. rest[..length]];
        _at += length + 1;
        if (Version < 4)
        {
            _at += (8 - ((_at - start) & 7)) & 7; // Each entry takes a multiple of eight bytes.
        }

        return path;
    }

    private uint UInt32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(at));
}
