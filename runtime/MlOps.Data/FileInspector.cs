using MlOps.Data.Md5;
using MlOps.Data.Stat;
using MlOps.Data.Tables;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Tells what a file holds: from what is remembered while that is certain, else by reading it, once.</summary>
internal sealed class FileInspector(StatCache? stats)
{
    /// <summary>With the memory of the repository that a file lies in, or with that of another folder when it lies in none.</summary>
    internal static FileInspector For(string file, string? stateFolder) => new(
        DvcRepository.Find(Path.GetDirectoryName(file)!)?.Stats ?? (stateFolder is null ? null : new StatCache(stateFolder)));

    internal FileFacts Inspect(string file, bool withLegacy, CancellationToken cancellationToken)
    {
        if (Known(file, withLegacy) is { } known)
        {
            return known;
        }

        using var held = stats?.Lock(file, cancellationToken);
        return Known(file, withLegacy)
            ?? Read(file, withLegacy, receiver => FileContent.ReadUnchanged(file, receiver, cancellationToken), cancellationToken);
    }

    /// <summary>As <see cref="Inspect"/>, and sees to it that a cache has the content.</summary>
    /// <param name="file">The full path of the file.</param>
    /// <param name="cache">The cache.</param>
    /// <param name="recorded">What the pointer says: if the cache has that, the file most likely still is it, and is not copied.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    internal FileFacts Store(string file, DvcCache cache, FileDigest? recorded, CancellationToken cancellationToken)
    {
        // What the pointer does not say yet is looked at more closely, below.
        if (Known(file, withLegacy: false) is { } known && known.Digest == recorded && IsSeen(known, FileStamp.TryOf(cache.PathOf(known.Digest))))
        {
            return known;
        }

        using var held = stats?.Lock(file, cancellationToken);
        var last = stats?.Last(file);
        var found = Known(file, withLegacy: false);
        if (found is null && recorded is { } expected && cache.Contains(expected))
        {
            found = Read(file, withLegacy: false, receiver => FileContent.ReadUnchanged(file, receiver, cancellationToken), cancellationToken);
        }

        return found is not null && Kept(file, found, last, cache, cancellationToken) is { } kept
            ? kept
            : Read(
                file, withLegacy: false, receiver => cache.Add(file, receiver, cancellationToken), cancellationToken,
                digest => ObjectMark.Of(FileStamp.Of(cache.PathOf(digest))));
    }

    /// <summary>What is known of a file whose content the cache has; null where it has not. An object that nobody knows is read.</summary>
    private FileFacts? Kept(string file, FileFacts found, FileFacts? last, DvcCache cache, CancellationToken cancellationToken)
    {
        var source = cache.PathOf(found.Digest);
        if (FileStamp.TryOf(source) is not { } stamp || stamp.Size != found.Digest.Size)
        {
            return null;
        }

        var own = FileStamp.Of(file);
        // A file that is linked to its object was read in its place.
        var isSeen = (own.Id, own.Volume) == (stamp.Id, stamp.Volume) || (last?.Digest == found.Digest && IsSeen(last, stamp));
        if (!isSeen && FileContent.ReadUnchanged(source, receiver: null, cancellationToken).Digest != found.Digest)
        {
            return null;
        }

        cache.Freshen(source);
        var facts = found with { Object = ObjectMark.Of(FileStamp.Of(source)) };
        if (facts.Object != found.Object)
        {
            stats?.Update(file, facts);
        }

        return facts;
    }

    private static bool IsSeen(FileFacts facts, FileStamp? stored) =>
        stored is { } stamp && stamp.Size == facts.Digest.Size && ObjectMark.Of(stamp) == facts.Object;

    /// <summary>Links a stored file to its object, where the repository wants that; what is remembered of it follows.</summary>
    internal void Link(string file, FileFacts facts, DvcRepository repository)
    {
        var links = repository.Links;
        if (links.Protects(facts.Digest.Size))
        {
            var stamp = FileStamp.Of(file);
            if (links.Apply(file, ref stamp, Md5Value.Parse(facts.Digest.Md5), repository.Cache))
            {
                stats?.Remember(file, new FileReading(facts.Digest, stamp, FileStamp.Nanoseconds(DateTime.UtcNow)), facts);
            }
        }
    }

    private FileFacts? Known(string file, bool withLegacy) =>
        stats?.Find(file) is { } facts && (facts.LegacyMd5 is not null || !withLegacy) && TableFormats.IsTable(file) == facts.Table is not null ? facts : null;

    private FileFacts Read(string file, bool withLegacy, Func<IBlockReceiver, FileReading> read, CancellationToken cancellationToken, Func<FileDigest, ObjectMark>? stored = null)
    {
        using var table = TableFormats.Profiler(file, cancellationToken);
        using var legacy = withLegacy ? new LegacyDigest() : null;
        var reading = read(new Receivers([.. new IBlockReceiver?[] { table, legacy }.OfType<IBlockReceiver>()]));
        var facts = new FileFacts(reading.Digest, table?.Finish(reading.Stamp), legacy?.Finish()) { Object = stored?.Invoke(reading.Digest) ?? default };
        if (FileStamp.Of(file) != reading.Stamp)
        {
            throw new UnreadableFileException("It changed while it was read: another program is writing to it.");
        }

        stats?.Remember(file, reading, facts);
        return facts;
    }

    private sealed class Receivers(IBlockReceiver[] receivers) : IBlockReceiver
    {
        public void Restart()
        {
            foreach (var receiver in receivers)
            {
                receiver.Restart();
            }
        }

        public void Receive(ReadOnlySpan<byte> block)
        {
            foreach (var receiver in receivers)
            {
                receiver.Receive(block);
            }
        }
    }
}
