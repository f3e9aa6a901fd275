using MlOps.Data.Stat;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Checks a file out.</summary>
internal static class FileCheckout
{
    public static CheckedOut Run(DvcRepository repository, TrackedOutput tracked, CheckoutOptions options, CancellationToken cancellationToken)
    {
        var (output, file) = (tracked.Output, tracked.FullPath);
        var inspector = new FileInspector(repository.Stats);
        var isThere = FileStamp.Exists(file);
        if (isThere && Md5(inspector.Inspect(file, output.IsLegacy, cancellationToken), output) == output.Md5)
        {
            if (options.Relink && !output.IsLegacy)
            {
                inspector.Link(file, inspector.Inspect(file, withLegacy: false, cancellationToken), repository);
            }

            return new CheckedOut(tracked.Path, CheckoutOutcome.Unchanged);
        }

        var source = repository.Cache.PathOf(output.Md5!, output.IsLegacy);
        if (!File.Exists(source))
        {
            return new CheckedOut(tracked.Path, CheckoutOutcome.Missing, $"the cache does not have its content {output.Md5}: run 'mlops data pull {tracked.Path}'");
        }

        if (Md5(inspector.Inspect(source, output.IsLegacy, cancellationToken), output) != output.Md5)
        {
            return new CheckedOut(
                tracked.Path, CheckoutOutcome.Corrupt, $"the object '{source}' is damaged: 'mlops data verify {tracked.Path}' puts it aside; then 'mlops data pull' fetches it again");
        }

        if (Problem(repository, tracked, inspector, isThere, options.Force, cancellationToken) is { } problem)
        {
            return new CheckedOut(tracked.Path, CheckoutOutcome.Refused, problem);
        }

        var wasThere = isThere || Directory.Exists(file);
        Make(repository, output, source, file, options);
        return new CheckedOut(tracked.Path, wasThere ? CheckoutOutcome.Modified : CheckoutOutcome.Added) { Written = 1 };
    }

    private static void Make(DvcRepository repository, DvcOutput output, string source, string file, CheckoutOptions options)
    {
        if (Directory.Exists(file))
        {
            Directory.Delete(file, recursive: true); // The cache has all of it, or it was forced.
        }

        var size = new FileInfo(source).Length;
        options.Progress?.Expect(1, size);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        repository.Links.Make(source, file, size, output.IsExecutable);
        options.Progress?.Add(1, size);
    }

    private static string? Problem(
        DvcRepository repository, TrackedOutput tracked, FileInspector inspector, bool isThere, bool force, CancellationToken cancellationToken)
    {
        if (Directory.Exists(tracked.FullPath))
        {
            // A pointer is the only thing that knows of a version: it never goes.
            return new FolderWalk(tracked.FullPath, ignore: null, path: "").Files(cancellationToken).Find(static path => path.EndsWith(DvcPointer.Extension, StringComparison.Ordinal)) is { } pointer
                ? $"a folder lies where it belongs, with the pointer '{pointer}' in it: move it away"
                : !force && UnsavedFiles.First(repository, tracked, cancellationToken) is { } unsaved
                    ? $"a folder lies where it belongs, and '{unsaved.Path}' in it is {unsaved.Reason} and would be lost: move it away, or use --force to have it deleted"
                    : null;
        }

        return !force && isThere && !repository.Cache.Contains(inspector.Inspect(tracked.FullPath, withLegacy: false, cancellationToken).Digest)
            ? "it has changes that are not in the cache and would be lost: keep them by 'mlops data add', or use --force to lose them"
            : null;
    }

    private static string? Md5(FileFacts facts, DvcOutput output) => output.IsLegacy ? facts.LegacyMd5 : facts.Digest.Md5;
}
