using MlOps.Data.Md5;
using MlOps.Data.Stat;
using MlOps.Data.Tables;

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
        if (Known(file, withLegacy: false) is { } known && cache.Contains(known.Digest))
        {
            return known;
        }

        using var held = stats?.Lock(file, cancellationToken);
        var found = Known(file, withLegacy: false);
        if (found is null && recorded is { } expected && cache.Contains(expected))
        {
            found = Read(file, withLegacy: false, receiver => FileContent.ReadUnchanged(file, receiver, cancellationToken), cancellationToken);
        }

        return found is not null && cache.Contains(found.Digest)
            ? found
            : Read(file, withLegacy: false, receiver => cache.Add(file, receiver, cancellationToken), cancellationToken);
    }

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

    private FileFacts Read(string file, bool withLegacy, Func<IBlockReceiver, FileReading> read, CancellationToken cancellationToken)
    {
        using var table = TableFormats.Profiler(file, cancellationToken);
        using var legacy = withLegacy ? new LegacyDigest() : null;
        var reading = read(new Receivers([.. new IBlockReceiver?[] { table, legacy }.OfType<IBlockReceiver>()]));
        var facts = new FileFacts(reading.Digest, table?.Finish(reading.Stamp), legacy?.Finish());
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
