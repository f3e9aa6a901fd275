using System.IO.Enumeration;
using MlOps.Data.Git;

namespace MlOps.Data.Trees;

/// <summary>Lists the files of a folder that is one data set, by DVC's rules where they lose nothing.</summary>
/// <param name="folder">The full path of the folder.</param>
/// <param name="ignore">The rules of the repository, or null where it has none.</param>
/// <param name="path">The folder from the root of the repository, with forward slashes.</param>
internal sealed class FolderWalk(string folder, IgnoreRules? ignore, string path)
{
    // Repositories inside a folder are not its data.
    private static readonly string[] s_skipped = [".git", ".hg"];

    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly List<IgnoreRule> _rules = ignore?.For(path) ?? [];
    private readonly string[] _above = path.Length == 0 ? [] : path.Split('/');
    private readonly List<string> _files = [];

    /// <summary>Repositories that were found inside and left out, by their folders <c>.git</c>, likewise.</summary>
    public List<string> Repositories { get; } = [];

    /// <summary>Paths seen from the folder, with forward slashes, in no certain order.</summary>
    /// <remarks>A link to a file is the file; a link to a folder is not followed, since it could lead back up.</remarks>
    /// <param name="cancellationToken">Looked at in every folder.</param>
    /// <exception cref="InvalidDataException">Something in it cannot be versioned; the message says what and why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public List<string> Files(CancellationToken cancellationToken)
    {
        Add(folder, "", cancellationToken);
        return _files;
    }

    private void Add(string folder, string prefix, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<string>? below = null;
        foreach (var found in new FileSystemEnumerable<string>(folder, Look, s_all))
        {
            if (found.Length == 0)
            {
                continue;
            }

            if (found[^1] != '/')
            {
                if (!IsIgnored(found, isFolder: false))
                {
                    _files.Add(found);
                }
            }
            else if (!IsIgnored(found[..^1], isFolder: true))
            {
                (below ??= []).Add(found);
            }
        }

        if (below is not null)
        {
            foreach (var found in below)
            {
                Add(Path.Combine(folder, Path.GetFileName(found[..^1])), found, cancellationToken);
            }
        }

        // A folder with a slash at its end.
        string Look(ref FileSystemEntry entry)
        {
            var isFolder = entry.IsDirectory;
            if (isFolder)
            {
                if (s_skipped.AsSpan().Contains(entry.FileName.ToString()))
                {
                    Repositories.Add(string.Concat(prefix, entry.FileName));
                    return "";
                }

                if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
                {
                    return "";
                }

                Refuse(
                    entry.FileName is ".dvc",
                    ref entry,
                    "is a DVC repository of its own inside the folder: DVC would take the whole folder for empty. Move it out");
            }
            else
            {
                Refuse(
                    entry.FileName is ".dvcignore",
                    ref entry,
                    "must not lie inside a folder that is a data set. Put its lines into the .dvcignore above the folder");
            }

            return string.Concat(prefix, entry.FileName, isFolder ? "/" : "");
        }
    }

    private bool IsIgnored(string found, bool isFolder) =>
        _rules.Count > 0 && IgnoreRules.Last(_rules, [.. _above, .. found.Split('/')], isFolder) is not null;

    private static void Refuse(bool isWrong, ref FileSystemEntry entry, string reason)
    {
        if (isWrong)
        {
            throw new InvalidDataException($"'{entry.ToFullPath()}' {reason}.");
        }
    }
}
