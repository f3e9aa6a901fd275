using System.IO.Enumeration;
using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>Finds all that the pointers of a repository stand for.</summary>
/// <remarks>
/// Pointers that git ignores are copies, as in <c>bin/</c>, and left out; so is what <c>.dvcignore</c> names, and repositories
/// inside the repository. Folders that are data sets are not looked into: nothing of ours lies there.
/// </remarks>
internal sealed class RepositoryOutputs
{
    private static readonly string[] s_skipped = [".git", ".hg", ".dvc", ".mlops"];

    private readonly DvcRepository _repository;
    private readonly GitRepository? _git;
    private readonly IgnoreRules? _gitIgnored;
    private readonly IgnoreRules _dvcIgnored;
    private readonly CancellationToken _cancellationToken;
    private readonly List<TrackedOutput> _found = [];

    private RepositoryOutputs(DvcRepository repository, CancellationToken cancellationToken)
    {
        _repository = repository;
        _cancellationToken = cancellationToken;
        _git = repository.NoScm ? null : GitRepository.Find(repository.Root);
        _gitIgnored = _git is null ? null : GitIgnore.Rules(_git);
        _dvcIgnored = DvcRepository.IgnoreRulesOf(repository.Root);
    }

    /// <summary>The outputs, in the order of their paths.</summary>
    /// <exception cref="DvcFormatException">A pointer cannot be understood, or is about something outside the repository.</exception>
    /// <exception cref="IOException">A folder or pointer cannot be read.</exception>
    public static IReadOnlyList<TrackedOutput> Of(DvcRepository repository, CancellationToken cancellationToken)
    {
        var all = new RepositoryOutputs(repository, cancellationToken);
        all.Search(repository.Root, "");
        all._found.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return all._found;
    }

    /// <summary>What one pointer stands for.</summary>
    /// <exception cref="DvcFormatException">It cannot be understood, or is about something outside the repository.</exception>
    public static IEnumerable<TrackedOutput> Of(DvcRepository repository, DvcPointer pointer) => pointer.Outputs.Select(output =>
    {
        var full = output.FullPath(pointer.File);
        return TrackedOutput.IsBelow(repository.Root, full)
            ? new TrackedOutput(pointer, output, full, repository.PathOf(full))
            : throw new DvcFormatException(
                pointer.File, output.Line, $"its path '{output.Path}' lies outside the repository '{repository.Root}'", DvcPointerParser.Restore);
    });

    private void Search(string folder, string path)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        List<string>? below = null;
        var firstFound = _found.Count;
        foreach (var (name, isFolder) in new FileSystemEnumerable<(string Name, bool IsFolder)>(folder, Look, s_all))
        {
            if (name.Length == 0)
            {
                continue;
            }

            if (isFolder)
            {
                (below ??= []).Add(name);
            }
            else if (!IsIgnored(path + name, isFolder: false))
            {
                _found.AddRange(Of(_repository, DvcPointer.Read(Path.Combine(folder, name))));
            }
        }

        foreach (var name in below ?? [])
        {
            var full = Path.Combine(folder, name);
            if (!_found.Skip(firstFound).Any(output => output.FullPath == full)
                && !Directory.Exists(Path.Combine(full, ".dvc"))
                && !IsIgnored(path + name, isFolder: true))
            {
                Search(full, path + name + "/");
            }
        }
    }

    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private static (string Name, bool IsFolder) Look(ref FileSystemEntry entry)
    {
        var isWanted = entry.IsDirectory
            // A link could lead back up.
            ? !s_skipped.AsSpan().Contains(entry.FileName.ToString()) && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)
            : entry.FileName.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) && entry.FileName.Length > DvcPointer.Extension.Length;
        return (isWanted ? entry.FileName.ToString() : "", entry.IsDirectory);
    }

    private bool IsIgnored(string path, bool isFolder) =>
        _dvcIgnored.Find(path, isFolder) is not null
        || (_gitIgnored?.Find(_git!.PathOf(Path.Combine(_repository.Root, path)), isFolder) is not null);
}
