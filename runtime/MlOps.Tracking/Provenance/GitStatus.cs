using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlOps.Provenance;

/// <summary>
/// Whether files that git tracks differ from the commit, as <c>git status</c> tells it, by reading alone. Files that git does
/// not track do not count, as in MLflow.
/// </summary>
/// <remarks>
/// Compared are the files with the index (by size and time, by content where these leave a doubt). What is staged shows in the
/// index as trees not yet written; git itself forgets them after a few rarer commands too, so that "dirty" may be said once too
/// often until the next commit, and "clean" is not. Not seen: what clean filters other than line ends make of a touched file.
/// </remarks>
internal static class GitStatus
{
    private const uint RegularFile = 0x8000;
    private const uint KindMask = 0xF000;
    private const long MaxContent = 64 * 1024 * 1024;

    /// <returns><see langword="null"/> when it cannot be told, or not within the time.</returns>
    public static bool? IsDirty(GitFolder git, TimeSpan limit)
    {
        try
        {
            var path = Path.Combine(git.Own, "index");
            return GitIndexFile.Open(path, HashSize(git)) is { } index ? IsDirty(git, index, File.GetLastWriteTimeUtc(path), limit) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            return null; // It is being replaced at this moment, or damaged.
        }
    }

    private static bool? IsDirty(GitFolder git, GitIndexFile index, DateTime indexWritten, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        foreach (var entry in index.Entries())
        {
            if (watch.Elapsed > limit)
            {
                return null;
            }

            if (entry.IsUnmerged || (!entry.IsAbsent && (entry.Mode & KindMask) == RegularFile && Differs(git, entry, indexWritten)))
            {
                return true;
            }
        }

        // Part of a split index lies in another file.
        return !index.Extension("link"u8).IsEmpty ? null : HasUnwrittenTrees(index.Extension("TREE"u8));
    }

    private static bool Differs(GitFolder git, GitIndexEntry entry, DateTime indexWritten)
    {
        var file = new FileInfo(Path.Combine(git.WorkTree, entry.Path));
        if (!file.Exists)
        {
            return true;
        }

        // Written in the same moment as the index: the time does not tell whether before or after.
        var isCertain = file.LastWriteTimeUtc == entry.Modified && entry.Modified < indexWritten;
        return (uint)file.Length != entry.Size && entry.Size != 0
            || (!isCertain && (file.Length > MaxContent || !HasContent(file.FullName, entry.Id.Span)));
    }

    private static bool HasContent(string path, ReadOnlySpan<byte> id)
    {
        var content = File.ReadAllBytes(path);
        return IdOf(content, id.Length).SequenceEqual(id) || (content.AsSpan().Contains((byte)'\r') && IdOf(WithLineFeeds(content), id.Length).SequenceEqual(id));
    }

    private static byte[] WithLineFeeds(byte[] content) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(content).Replace("\r\n", "\n", StringComparison.Ordinal));

    private static ReadOnlySpan<byte> IdOf(byte[] content, int size)
    {
        var header = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0"));
        using var hash = IncrementalHash.CreateHash(size == SHA256.HashSizeInBytes ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        hash.AppendData(header);
        hash.AppendData(content);
        return hash.GetHashAndReset();
    }

    // "path NUL count SP subtrees LF id": the root has no path, and -1 for what `git add` changed since the last commit.
    private static bool? HasUnwrittenTrees(ReadOnlySpan<byte> trees) => trees.IsEmpty ? null : trees.StartsWith("\0-1 "u8);

    private static int HashSize(GitFolder git)
    {
        var config = Path.Combine(git.Common, "config");
        return File.Exists(config) && File.ReadLines(config).Any(static line => line.Replace(" ", "", StringComparison.Ordinal).Trim().Equals("objectformat=sha256", StringComparison.OrdinalIgnoreCase))
            ? SHA256.HashSizeInBytes
            : SHA1.HashSizeInBytes;
    }
}
