using System.Globalization;
using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>A version of a data set: a commit that changed its pointer.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Subject">The first line of its message.</param>
/// <param name="Dataset">What the pointer said then; null when the commit deleted it, or it cannot be understood.</param>
public sealed record DatasetVersionEntry(string Commit, DateTimeOffset Time, string Author, string Subject, PastDataset? Dataset);

/// <summary>The versions of a data set.</summary>
public static class DatasetVersions
{
    /// <summary>The versions, newest first.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="target">The data set or its pointer, from the current folder; it may be gone by now.</param>
    /// <exception cref="DataOperationException">There is no git, or it never knew such a pointer.</exception>
    public static IReadOnlyList<DatasetVersionEntry> Of(DvcRepository repository, string target) => TryOf(repository, target)
        ?? throw new DataOperationException(
            PointerOf(target),
            $"no commit has a pointer '{RepositoryHistory.Of(repository).PathOf(PointerOf(target))}': commit it, or name another data set. 'mlops data status' lists those of the workspace.");

    /// <summary>As <see cref="Of"/>; null when git never knew such a pointer.</summary>
    internal static IReadOnlyList<DatasetVersionEntry>? TryOf(DvcRepository repository, string target)
    {
        var git = RepositoryHistory.Of(repository);
        var pointer = PointerOf(target);
        var path = git.PathOf(pointer);
        // Fields end with a unit separator, commits with a record separator: neither stands in a name or a subject.
        var commits = (GitProcess.TryRun(git.WorkTree, "log", "--format=%H%x1f%aI%x1f%an%x1f%s%x1e", "--", path) ?? "")
            .Split('\x1e', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split('\x1f'))
            .Where(static fields => fields.Length == 4)
            .ToArray();
        if (commits.Length == 0)
        {
            return null;
        }

        var texts = GitObjects.Read(git.WorkTree, [.. commits.Select(fields => new GitObjects.Entry($"{fields[0]}:{path}", path))], DvcPointer.MaxSize);
        return
        [
            .. commits.Zip(texts, (fields, text) => new DatasetVersionEntry(
                fields[0],
                DateTimeOffset.Parse(fields[1], CultureInfo.InvariantCulture),
                fields[2],
                fields[3],
                text.Text is null ? null : RepositoryHistory.Datasets(repository, pointer, text.Text, isStrict: false).FirstOrDefault())),
        ];
    }

    private static string PointerOf(string target)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        return full.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) ? full : DvcPointer.FileFor(full);
    }
}
