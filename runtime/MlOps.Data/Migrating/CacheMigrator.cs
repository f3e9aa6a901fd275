using System.Security.Cryptography;
using MlOps.Data.Md5;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Gives what DVC 2 stored the names that DVC 3 looks for, as <c>dvc cache migrate</c> does; the old names stay.</summary>
public static class CacheMigrator
{
    /// <summary>Migrates, or tells what would be.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="pointers">Whether pointers are brought to the format of DVC 3, too.</param>
    /// <param name="isDry">Whether to tell only.</param>
    /// <param name="cancellationToken">Stops between two objects; migrating again goes on from there.</param>
    /// <exception cref="DvcFormatException">A pointer or a list of files cannot be understood.</exception>
    /// <exception cref="IOException">An object cannot be read or stored.</exception>
    public static MigratedCache Run(DvcRepository repository, bool pointers = false, bool isDry = true, CancellationToken cancellationToken = default)
    {
        using var held = repository.Lock(cancellationToken);
        var (objects, damaged) = (0, new List<string>());
        foreach (var found in CacheObjects.In(repository.Cache).Where(static found => found.IsLegacy).ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!isDry && Migrate(repository.Cache, found, cancellationToken) is false)
            {
                damaged.Add(found.Md5);
                continue;
            }

            objects++;
        }

        var legacy = pointers ? RepositoryOutputs.Of(repository, cancellationToken).Where(static tracked => tracked.Stage is null && tracked.Output.IsLegacy).ToArray() : [];
        var updated = legacy.GroupBy(static tracked => tracked.File).Where(group => isDry || Rewrite(repository, group.Key, cancellationToken)).Select(static group => group.Key).ToArray();
        return new MigratedCache(objects, damaged, [.. updated.Select(repository.PathOf)], isDry);
    }

    // Of the list of a folder the name stays: it says what the files are by their old names.
    private static bool Migrate(DvcCache cache, CacheObject found, CancellationToken cancellationToken)
    {
        var raw = RawMd5(found.File);
        var isRight = found.IsFolder ? raw + DirObject.Extension == found.Md5 : LegacyDigest.Of(found.File, cancellationToken) == found.Md5;
        if (isRight)
        {
            cache.Link(found.File, found.IsFolder ? found.Md5 : raw);
        }

        return isRight;
    }

    private static bool Rewrite(DvcRepository repository, string file, CancellationToken cancellationToken)
    {
        var pointer = DvcPointer.Read(file);
        var isChanged = false;
        for (var i = 0; i < pointer.Outputs.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (pointer.Outputs[i] is { IsLegacy: true } output && ContentOf(repository.Cache, output) is { } content)
            {
                pointer = DvcPointer.Parse(file, pointer.With(output, content, toDvc3: true));
                isChanged = true;
            }
        }

        if (isChanged)
        {
            AtomicFile.Write(file, pointer.Text);
        }

        return isChanged;
    }

    // Null where the cache does not have all of it: nobody can tell then what it is called in DVC 3.
    private static OutputContent? ContentOf(DvcCache cache, DvcOutput output)
    {
        if (!output.IsFolder)
        {
            return Object(cache, output.Md5!) is { } found ? new OutputContent(found.Md5, found.Size, Files: null, output.IsExecutable) : null;
        }

        if (cache.ReadTree(output.Md5!, isLegacy: true) is not { } entries)
        {
            return null;
        }

        var files = entries.Select(entry => Object(cache, entry.Md5.ToString())).ToArray();
        return files.Contains(null) ? null : new OutputContent(
            cache.Put([.. entries.Zip(files, static (entry, file) => entry with { Md5 = Md5Value.Parse(file!.Value.Md5) })]).Md5 + DirObject.Extension,
            files.Sum(static file => file!.Value.Size),
            entries.Length);
    }

    private static FileDigest? Object(DvcCache cache, string md5)
    {
        var file = cache.PathOf(md5, isLegacy: true);
        return File.Exists(file) && LegacyDigest.Of(file, CancellationToken.None) == md5 ? new FileDigest(RawMd5(file), new FileInfo(file).Length) : null;
    }

    private static string RawMd5(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(MD5.HashData(content));
    }
}

/// <summary>What <see cref="CacheMigrator"/> did.</summary>
/// <param name="Objects">How many objects have the names of DVC 3 now, or would.</param>
/// <param name="Damaged">Those that are not what their names say, and were left.</param>
/// <param name="Pointers">The pointers that were brought to the format of DVC 3, or may be, from the root of the repository.</param>
/// <param name="IsDry">Whether nothing was changed.</param>
public sealed record MigratedCache(int Objects, IReadOnlyList<string> Damaged, IReadOnlyList<string> Pointers, bool IsDry);
