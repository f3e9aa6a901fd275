using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlOps.Data.Md5;
using MlOps.Data.Stat;

namespace MlOps.Data.Trees;

/// <summary>
/// What the files of a folder were found to hold, so that those that did not change are not read again: one file for the whole
/// folder, replaced as a whole. What cannot be understood in it is not believed.
/// </summary>
/// <remarks>
/// In the byte order of the machine, like everything that never leaves it: a head, then for each file an <see cref="Entry"/>
/// and its path in UTF-16. A million files take about 150 MB, and not one object more on the heap.
/// </remarks>
internal sealed class TreeIndex
{
    /// <summary>To be raised when what is written here changes, or what it means.</summary>
    private const int Version = 1;

    private const int LargestSize = int.MaxValue - (64 * 1024);
    private const int LongestPath = 64 * 1024;

    private readonly byte[] _bytes;
    private readonly Head _head;
    private int _next;
    private Dictionary<string, int>? _places;

    private TreeIndex(byte[] bytes)
    {
        _bytes = bytes;
        _head = Unsafe.ReadUnaligned<Head>(ref MemoryMarshal.GetArrayDataReference(bytes));
        _next = Unsafe.SizeOf<Head>();
    }

    /// <summary>Reads an index; null when there is none that can be believed.</summary>
    public static TreeIndex? Read(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists || info.Length < Unsafe.SizeOf<Head>() || info.Length > LargestSize)
            {
                return null;
            }

            var index = new TreeIndex(File.ReadAllBytes(file));
            return index._head.Version == Version && index._head.Length == index._bytes.Length && index.IsWhole() ? index : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Tells of each file what it holds, if it is still the one that was read.</summary>
    /// <param name="files">The files as they are now.</param>
    /// <returns>The digest of the folder if all of it is as it was; else null.</returns>
    public FileDigest? Apply(TreeFile[] files)
    {
        var known = 0;
        for (var i = 0; i < files.Length; i++)
        {
            if (Find(files[i].Path) is { } place)
            {
                ref readonly var entry = ref EntryAt(place);
                if (entry.Stamp == files[i].Stamp)
                {
                    files[i].Md5 = entry.Md5;
                    files[i].Object = entry.Object;
                    files[i].IsKnown = files[i].IsCertain = true;
                    known++;
                }
            }
        }

        return known == files.Length && known == _head.Count && !_head.Md5.IsNone ? new FileDigest(_head.Md5.ToString(), _head.Size) : null;
    }

    /// <summary>Writes what is certain of a folder.</summary>
    /// <param name="file">The index.</param>
    /// <param name="files">The files of the folder; those that are not certain are left out.</param>
    /// <param name="digest">What the folder as a whole is.</param>
    public static void Write(string file, TreeFile[] files, FileDigest digest)
    {
        var count = 0;
        var length = Unsafe.SizeOf<Head>();
        foreach (ref readonly var item in files.AsSpan())
        {
            if (item.IsCertain && item.Path.Length <= LongestPath)
            {
                length = checked(length + LengthOf(item.Path.Length));
                count++;
            }
        }

        var bytes = new byte[length];
        // A folder with a file that is not certain has to be looked at again as a whole.
        var md5 = count == files.Length && Md5Value.TryParse(digest.Md5, out var value) ? value : default;
        MemoryMarshal.Write(bytes, new Head(Version, count, length, digest.Size, md5));
        var at = Unsafe.SizeOf<Head>();
        foreach (ref readonly var item in files.AsSpan())
        {
            if (item.IsCertain && item.Path.Length <= LongestPath)
            {
                MemoryMarshal.Write(bytes.AsSpan(at), new Entry(item.Stamp, item.Md5, item.Object, item.Path.Length));
                MemoryMarshal.AsBytes(item.Path.AsSpan()).CopyTo(bytes.AsSpan(at + Unsafe.SizeOf<Entry>()));
                at += LengthOf(item.Path.Length);
            }
        }

        AtomicFile.Write(file, bytes);
    }

    // A folder is nearly always listed in the order in which it was listed last time.
    private int? Find(string path)
    {
        if (_next < _bytes.Length && PathAt(_next).SequenceEqual(path))
        {
            var place = _next;
            _next += LengthOf(EntryAt(place).PathLength);
            return place;
        }

        if (_places is null)
        {
            _places = new Dictionary<string, int>(_head.Count, StringComparer.Ordinal);
            for (var at = Unsafe.SizeOf<Head>(); at < _bytes.Length; at += LengthOf(EntryAt(at).PathLength))
            {
                _places[PathAt(at).ToString()] = at;
            }
        }

        if (!_places.TryGetValue(path, out var found))
        {
            return null;
        }

        _next = found + LengthOf(EntryAt(found).PathLength);
        return found;
    }

    private bool IsWhole()
    {
        var (at, count) = (Unsafe.SizeOf<Head>(), 0);
        while (at <= _bytes.Length - Unsafe.SizeOf<Entry>())
        {
            var length = EntryAt(at).PathLength;
            if (length is < 0 or > LongestPath)
            {
                return false;
            }

            at += LengthOf(length);
            count++;
        }

        return at == _bytes.Length && count == _head.Count;
    }

    // MemoryMarshal would say the same in fewer words; but of it nothing is compiled ahead for structures of ours.
    private ref readonly Entry EntryAt(int place) =>
        ref Unsafe.As<byte, Entry>(ref MemoryMarshal.GetReference(_bytes.AsSpan(place, Unsafe.SizeOf<Entry>())));

    private ReadOnlySpan<char> PathAt(int place)
    {
        var length = EntryAt(place).PathLength;
        return MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<byte, char>(ref MemoryMarshal.GetReference(_bytes.AsSpan(place + Unsafe.SizeOf<Entry>(), length * sizeof(char)))), length);
    }

    // Every entry begins at a multiple of eight, where all processors can read it.
    private static int LengthOf(int pathLength) => Unsafe.SizeOf<Entry>() + (((pathLength * sizeof(char)) + 7) & ~7);

    [StructLayout(LayoutKind.Sequential, Pack = 8)]
    private readonly record struct Head(int Version, int Count, long Length, long Size, Md5Value Md5);

    [StructLayout(LayoutKind.Sequential, Pack = 8)]
    private readonly record struct Entry(FileStamp Stamp, Md5Value Md5, ObjectMark Object, long PathSize)
    {
        public int PathLength => (int)PathSize;
    }
}
