using System.Globalization;
using MlOps.Data.Trees;

namespace MlOps.Data.Stat;

/// <summary>
/// Remembers what files hold, so that a file which did not change is not read again. One small file an entry, replaced as a
/// whole: builds side by side meet only over the same file, and there they wait for each other. Losing it costs a reading;
/// what cannot be understood in it is not believed.
/// </summary>
/// <param name="folder">Where the entries lie; made when the first is written.</param>
internal sealed class StatCache(string folder)
{
    // A table of ten thousand columns has an entry of about a megabyte.
    private const int LargestEntry = 16 * 1024 * 1024;

    /// <summary>What a file holds, or null when it must be read to know.</summary>
    internal FileFacts? Find(string file) => Entry(file) is { } entry && entry.Stamp.IsCertain(entry.Taken) && FileStamp.TryOf(file) == entry.Stamp ? entry.Facts : null;

    /// <summary>What a file was last found to hold, whatever became of it since.</summary>
    internal FileFacts? Last(string file) => Entry(file)?.Facts;

    /// <summary>Keeps more of what is remembered of a file, if it still is that file.</summary>
    internal void Update(string file, FileFacts facts)
    {
        if (Entry(file) is { } entry && FileStamp.TryOf(file) == entry.Stamp)
        {
            Remember(file, new FileReading(facts.Digest, entry.Stamp, entry.Taken), facts);
        }
    }

    private StatEntry? Entry(string file)
    {
        try
        {
            var entryFile = EntryOf(file);
            return File.Exists(entryFile) && StatEntry.Read(AtomicFile.ReadBounded(entryFile, LargestEntry)) is { } entry && entry.Path == file ? entry : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Keeps what a file was found to hold. Where that cannot be written, the file is read again next time.</summary>
    /// <param name="file">The full path of the file.</param>
    /// <param name="reading">When and as what it was read.</param>
    /// <param name="facts">What it holds.</param>
    internal void Remember(string file, FileReading reading, FileFacts facts)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var entry = new StatEntry(file, reading.Stamp, reading.Taken, facts);
            AtomicFile.Write(EntryOf(file), entry.Write());
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A full disk, or a source tree that may not be written: nothing depends on the entry.
        }
    }

    /// <summary>
    /// Has the file to itself among those who would read it for its entry: who comes second finds what the first one found.
    /// Null where nothing can be locked; then both read it.
    /// </summary>
    internal FileLock? Lock(string file, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return FileLock.Take(Path.ChangeExtension(EntryOf(file), ".lock"), Timeout.InfiniteTimeSpan, cancellationToken);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What is remembered of the files of a folder.</summary>
    internal TreeIndex? Recall(string tree) => TreeIndex.Read(EntryOf(tree, ".tree"));

    /// <summary>Keeps what the files of a folder were found to hold. Where that cannot be written, they are read again next time.</summary>
    internal void Remember(string tree, TreeFile[] files, FileDigest digest)
    {
        try
        {
            Directory.CreateDirectory(folder);
            TreeIndex.Write(EntryOf(tree, ".tree"), files, digest);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or OverflowException)
        {
            // As above; nor does a folder fit whose index would have more than 2 GiB.
        }
    }

    private string EntryOf(string file, string extension = ".stat") =>
        Path.Combine(folder, Hash(file).ToString("x16", CultureInfo.InvariantCulture) + extension);

    // FNV-1a. Nothing is believed for its name; a library for digests would take longer to load than the entry to be read.
    private static ulong Hash(string file)
    {
        var hash = 0xCBF2_9CE4_8422_2325;
        foreach (var unit in file)
        {
            hash = (hash ^ unit) * 0x100_0000_01B3;
        }

        return hash;
    }
}
