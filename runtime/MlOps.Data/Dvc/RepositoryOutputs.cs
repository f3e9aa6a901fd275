using System.IO.Enumeration;
using MlOps.Data.Git;
using MlOps.Data.Yaml;

namespace MlOps.Data;

/// <summary>Finds all that the pointers of a repository stand for, and what the stages of its pipelines made.</summary>
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
    private readonly bool _isTolerant;

    private RepositoryOutputs(DvcRepository repository, bool isTolerant, CancellationToken cancellationToken)
    {
        _repository = repository;
        _isTolerant = isTolerant;
        _cancellationToken = cancellationToken;
        _git = repository.NoScm ? null : GitRepository.Find(repository.Root);
        _gitIgnored = _git is null ? null : GitIgnore.Rules(_git);
        _dvcIgnored = DvcRepository.IgnoreRulesOf(repository.Root);
    }

    /// <summary>The outputs, in the order of their paths.</summary>
    /// <exception cref="DvcFormatException">A pointer cannot be understood, or is about something outside the repository.</exception>
    /// <exception cref="IOException">A folder or pointer cannot be read.</exception>
    /// <param name="repository">The repository.</param>
    /// <param name="cancellationToken">Stops between two folders.</param>
    /// <param name="isTolerant">Whether pointers that cannot be understood are passed by: who asks about others is not to be held up by them.</param>
    public static IReadOnlyList<TrackedOutput> Of(DvcRepository repository, CancellationToken cancellationToken, bool isTolerant = false)
    {
        var all = new RepositoryOutputs(repository, isTolerant, cancellationToken);
        all.Search(repository.Root, "");
        all._found.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
        return all._found;
    }

    /// <summary>What one pointer stands for.</summary>
    /// <exception cref="DvcFormatException">It is about something outside the repository.</exception>
    public static IEnumerable<TrackedOutput> Of(DvcRepository repository, DvcPointer pointer)
    {
        // What 'import' took from another repository is kept there.
        var isImported = (pointer.Root["deps"] as YamlList)?.Items.OfType<YamlMap>().Any(static dependency => dependency["repo"] is not null) == true;
        return pointer.Outputs.Select(output => Of(repository, pointer.File, output) with { IsImported = isImported });
    }

    /// <summary>What the stages of a lock made.</summary>
    /// <exception cref="DvcFormatException">It cannot be understood, or is about something outside the repository.</exception>
    public static IEnumerable<TrackedOutput> OfLock(DvcRepository repository, string file, string? text = null) =>
        DvcLock.Outputs(file, text).Select(made => Of(repository, file, made.Output) with { Stage = made.Stage });

    private static TrackedOutput Of(DvcRepository repository, string file, DvcOutput output)
    {
        var full = output.FullPath(file);
        return !TrackedOutput.IsBelow(repository.Root, full)
            ? throw new DvcFormatException(file, output.Line, $"its path '{output.Path}' lies outside the repository '{repository.Root}'", DvcPointerParser.Restore)
            : RepositoryPaths.ReservedPart(repository.PathOf(full)) is { } reserved
                ? throw new DvcFormatException(file, output.Line, $"its path '{output.Path}' names '{reserved}', which belongs to git or DVC and is no data", DvcPointerParser.Restore)
                : new TrackedOutput(file, output, full, repository.PathOf(full));
    }

    private void Search(string folder, string path)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        List<string>? below = null;
        var firstFound = _found.Count;
        foreach (var name in new FileSystemEnumerable<string>(folder, Look, s_all))
        {
            if (name.Length == 0)
            {
                continue;
            }

            if (name[^1] == '/')
            {
                (below ??= []).Add(name[..^1]);
            }
            else if (!IsIgnored(path + name, isFolder: false))
            {
                var file = Path.Combine(folder, name);
                try
                {
                    _found.AddRange(name == DvcLock.FileName ? OfLock(_repository, file) : Of(_repository, DvcPointer.Read(file)));
                }
                catch (Exception problem) when (_isTolerant && problem is DvcFormatException or IOException or UnauthorizedAccessException)
                {
                    // Whoever asks about this one is told.
                }
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

    // A folder with a slash at its end, and nothing for what is not wanted.
    private static string Look(ref FileSystemEntry entry)
    {
        var isWanted = entry.IsDirectory
            // A link could lead back up.
            ? !s_skipped.AsSpan().Contains(entry.FileName.ToString()) && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)
            : entry.FileName is DvcLock.FileName || (entry.FileName.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) && entry.FileName.Length > DvcPointer.Extension.Length);
        return isWanted ? string.Concat(entry.FileName, entry.IsDirectory ? "/" : "") : "";
    }

    private bool IsIgnored(string path, bool isFolder) =>
        _dvcIgnored.Find(path, isFolder) is not null
        || (_gitIgnored?.Find(_git!.PathOf(Path.Combine(_repository.Root, path)), isFolder) is not null);
}
