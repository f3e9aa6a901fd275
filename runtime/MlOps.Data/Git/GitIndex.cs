using System.Buffers.Binary;
using System.Text;

namespace MlOps.Data.Git;

/// <summary>What the index says about a path.</summary>
internal enum GitTracking
{
    Untracked,
    Tracked,

    /// <summary>The index cannot be understood.</summary>
    Unknown,
}

/// <summary>
/// Reads <c>.git/index</c>, versions 2 to 4, with SHA-1 or SHA-256, split indexes included. Nothing that it reads makes
/// it allocate more than a path's worth or read past the end; what it does not understand is <see cref="GitTracking.Unknown"/>.
/// </summary>
/// <remarks>Not seen: deletions that a split index records over its shared part; paths are compared byte by byte, even where
/// <c>core.ignorecase</c> is set.</remarks>
internal sealed class GitIndex : IDisposable
{
    private const int MaxPath = 64 * 1024;
    private const int FixedFields = 40;
    private const int Extended = 0x4000;
    private const int LengthMask = 0xFFF;

    private readonly FileStream _stream;
    private readonly int _idSize;
    private readonly byte[] _target;
    private readonly byte[] _path = new byte[MaxPath];
    private int _pathLength;

    private GitIndex(string file, int idSize, byte[] target)
    {
        _stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
        _idSize = idSize;
        _target = target;
    }

    internal static GitTracking Find(GitRepository git, string path) =>
        Find(git.Folder, "index", git.ObjectIdSize(), Encoding.UTF8.GetBytes(path), mayBeSplit: true);

    /// <summary>Whether git tracks a file, or anything in a folder.</summary>
    internal static bool IsTracked(GitRepository git, string path) =>
        Find(git, path) == GitTracking.Tracked || Find(git, path + "/") == GitTracking.Tracked;

    private static GitTracking Find(string folder, string name, int idSize, byte[] path, bool mayBeSplit)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
        {
            return GitTracking.Untracked;
        }

        try
        {
            using var index = new GitIndex(file, idSize, path);
            var answer = index.Search(out var shared);
            return answer == GitTracking.Untracked && shared is not null && mayBeSplit
                ? Find(folder, "sharedindex." + shared, idSize, path, mayBeSplit: false)
                : answer;
        }
        catch (IOException)
        {
            // Its end came too early, or it is being replaced at this moment.
            return GitTracking.Unknown;
        }
    }

    public void Dispose() => _stream.Dispose();

    private GitTracking Search(out string? shared)
    {
        shared = null;
        Span<byte> header = stackalloc byte[12];
        _stream.ReadExactly(header);
        var version = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (!header.StartsWith("DIRC"u8) || version is < 2 or > 4)
        {
            return GitTracking.Unknown;
        }

        for (var left = BinaryPrimitives.ReadUInt32BigEndian(header[8..]); left > 0; left--)
        {
            if (!ReadEntry(version))
            {
                return GitTracking.Unknown;
            }

            var path = _path.AsSpan(0, _pathLength);
            if (path.SequenceEqual(_target) || (_target is [.., (byte)'/'] && path.StartsWith(_target)))
            {
                return GitTracking.Tracked;
            }

            // A sparse index has one entry for a whole folder; whether our file is in it, only git can tell.
            if (path is [.., (byte)'/'] && _target.AsSpan().StartsWith(path))
            {
                return GitTracking.Unknown;
            }
        }

        shared = ReadLink();
        return GitTracking.Untracked;
    }

    private bool ReadEntry(uint version)
    {
        Span<byte> fields = stackalloc byte[FixedFields + 32 + 2];
        fields = fields[..(FixedFields + _idSize + 2)];
        _stream.ReadExactly(fields);
        var flags = BinaryPrimitives.ReadUInt16BigEndian(fields[^2..]);
        var size = fields.Length;
        if ((flags & Extended) != 0)
        {
            _stream.ReadExactly(fields[..2]);
            size += 2;
        }

        return version == 4 ? ReadCompressedPath() : ReadPath(flags & LengthMask, size);
    }

    private bool ReadPath(int length, int size)
    {
        if (length < LengthMask)
        {
            _stream.ReadExactly(_path, 0, length);
            _pathLength = length;
            // One to eight zeros, so that the next entry starts at a multiple of eight.
            var padding = 8 - ((size + length) & 7);
            Span<byte> zeros = stackalloc byte[8];
            _stream.ReadExactly(zeros[..padding]);
            return true;
        }

        if (!ReadToZero(0))
        {
            return false;
        }

        for (var at = size + _pathLength + 1; (at & 7) != 0; at++)
        {
            _ = ReadByte();
        }

        return true;
    }

    // Version 4: how many bytes to drop from the path before, then the rest of this one.
    private bool ReadCompressedPath()
    {
        var current = ReadByte();
        var drop = current & 0x7F;
        while ((current & 0x80) != 0)
        {
            current = ReadByte();
            drop = ((drop + 1) << 7) | (current & 0x7F);
            if (drop > MaxPath)
            {
                return false;
            }
        }

        return drop <= _pathLength && ReadToZero(_pathLength - drop);
    }

    private bool ReadToZero(int from)
    {
        for (_pathLength = from; _pathLength < MaxPath; _pathLength++)
        {
            var next = ReadByte();
            if (next == 0)
            {
                return true;
            }

            _path[_pathLength] = (byte)next;
        }

        return false;
    }

    // Extensions follow the entries; "link" names the shared part of a split index. The last bytes are a checksum.
    private string? ReadLink()
    {
        Span<byte> header = stackalloc byte[8];
        while (_stream.Length - _stream.Position >= header.Length + _idSize)
        {
            _stream.ReadExactly(header);
            var size = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
            if (header.StartsWith("link"u8))
            {
                Span<byte> id = stackalloc byte[_idSize];
                _stream.ReadExactly(id);
                return Convert.ToHexStringLower(id);
            }

            _stream.Seek(size, SeekOrigin.Current);
        }

        return null;
    }

    private int ReadByte()
    {
        var next = _stream.ReadByte();
        return next >= 0 ? next : throw new EndOfStreamException();
    }
}
