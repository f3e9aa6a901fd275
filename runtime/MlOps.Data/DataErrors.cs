using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>The messages of <see cref="DataOperationException"/>: what, where, and what to type.</summary>
internal static class DataErrors
{
    internal static DataOperationException NotTracked(string path) => new(
        path,
        $"'{path}' is no data set: neither is there a pointer '{DvcPointer.FileFor(path)}', nor does it lie in a folder that has one. " +
        "'mlops data status' lists what there is; 'mlops data add' makes it one.");

    internal static DataOperationException Outside(string path, DvcRepository repository) => RepositoryPaths.InsideByLink(repository.Root, path) is { } inside
        ? new(path, $"'{path}' leads by a link into the repository '{repository.Root}': call it '{inside}'.")
        : new(path, $"'{path}' lies outside the repository '{repository.Root}': copy or move it in, then add it.");

    internal static DataOperationException Root(DvcRepository repository) => new(
        repository.Root, $"'{repository.Root}' is the repository itself and cannot be a data set in it: name the folders and files that are data.");

    internal static DataOperationException Unsaved(string path, UnsavedFile file) => new(
        file.Path, $"'{file.Path}' of '{path}' is {file.Reason} and would be lost: {file.Cure}, or use --force to lose it.");

    internal static DataOperationException BehindLink(string path, string link) => new(
        path,
        $"'{path}' lies behind the link '{link}': add what the link leads to, in the repository where that lies, or replace the link by a folder.");

    internal static DataOperationException Ignored(string path, IgnoreRule rule) => new(
        path, $"'{path}' is ignored by {rule}: take the line out, or put '!{Path.GetFileName(path)}' behind it.");

    internal static DataOperationException Bookkeeping(string path) => new(
        path, $"'{path}' belongs to DVC or git and cannot be a data set: name the data file itself.");

    internal static DataOperationException CannotIgnore(string path) => new(
        path, $"'{path}' has a line break in its name, which no line of a .gitignore can have, so that git would take the data in: rename it.");

    internal static DataOperationException CannotPoint(string path) => new(
        path, $"'{path}' has a character in its name that ends lines in YAML (U+0085, U+2028 or U+2029), so that no pointer brings it back: rename it.");

    internal static DataOperationException NoSecondDigest(string path) => new(
        path, $"'{path}' is a folder, or lies in one that is a data set; a SHA-256 is kept of files that are data sets of their own: leave --sha256 out.");

    internal static DataOperationException Overlap(string path, TrackedOutput inner, DvcRepository repository) => new(
        inner.FullPath,
        $"'{path}' cannot be added, because '{inner.Path}' in it is a data set of its own. To have it be part of '{path}', run " +
        $"'mlops data remove {repository.PathOf(inner.File)}' and then 'mlops data add {path}'.");

    internal static DataOperationException Overlapping(string path, TrackedOutput other) => new(
        other.FullPath, $"'{path}' overlaps with '{other.Path}', which is a data set of its own: choose a place outside of it.");

    internal static DataOperationException HiddenPointer(string pointer, IgnoreRule rule) => new(
        pointer, $"The pointer '{pointer}' is ignored by {rule}, so that nobody would see it: take the line out, or put '!{Path.GetFileName(pointer)}' behind it, or choose another place.");

    internal static DataOperationException TrackedByGit(string path) => new(
        path,
        $"'{path}' is tracked by git already. To have it tracked as data instead, run 'git rm -r --cached \"{path}\"' and add it again.");

    internal static DataOperationException OfStage(TrackedOutput tracked, DvcRepository repository) => new(
        tracked.FullPath,
        $"'{tracked.Path}' is made by the stage '{tracked.AddressIn(repository)}' of a pipeline: change the stage in dvc.yaml and run it.");

    internal static DataOperationException NotInCache(TrackedOutput tracked) => new(
        tracked.FullPath,
        $"The list of the files of '{tracked.Path}' is not in the cache, so that a part of it cannot be changed: " +
        $"run 'mlops data fetch {tracked.Path}' first, or add all of it by 'mlops data add {tracked.Path}'.");

    internal static DataOperationException NoFolder(TrackedOutput tracked, string path) => new(
        path,
        $"'{path}' lies in '{tracked.Path}', whose pointer '{tracked.File}' does not stand for a folder of DVC 3: add all of it by 'mlops data add {tracked.Path}'.");
}
