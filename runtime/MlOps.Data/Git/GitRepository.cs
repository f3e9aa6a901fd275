using System.Text;

namespace MlOps.Data.Git;

/// <summary>Where a git repository keeps its things; git itself is never run.</summary>
/// <param name="WorkTree">The root of the files.</param>
/// <param name="Folder">Its own git folder, with the index; for a linked work tree not the same as the common one.</param>
/// <param name="CommonFolder">The git folder with the configuration and <c>info/exclude</c>.</param>
internal sealed record GitRepository(string WorkTree, string Folder, string CommonFolder)
{
    private const int MaxLinkSize = 16 * 1024;
    private const int MaxConfigSize = 1024 * 1024;

    internal static GitRepository? Find(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (FolderOf(current.FullName) is { } git && File.Exists(Path.Combine(git, "HEAD")))
            {
                return new GitRepository(current.FullName, git, CommonFolderOf(git));
            }
        }

        return null;
    }

    /// <summary>The path of a file in the words of git: from the root of the files, with forward slashes.</summary>
    internal string PathOf(string file) => Path.GetRelativePath(WorkTree, file).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>How many bytes an object id has here: 20 for SHA-1, 32 for SHA-256.</summary>
    internal int ObjectIdSize()
    {
        var config = Path.Combine(CommonFolder, "config");
        return File.Exists(config) && Encoding.UTF8.GetString(AtomicFile.ReadBounded(config, MaxConfigSize))
            .Split('\n')
            .Select(static line => line.Split('=', 2, StringSplitOptions.TrimEntries))
            .Any(static pair => pair is [var key, var value]
                && key.Equals("objectformat", StringComparison.OrdinalIgnoreCase)
                && value.Equals("sha256", StringComparison.OrdinalIgnoreCase))
            ? 32
            : 20;
    }

    private static string? FolderOf(string workTree)
    {
        var git = Path.Combine(workTree, ".git");
        return Directory.Exists(git) ? git
            : File.Exists(git) && FirstLine(git) is { } line && line.StartsWith("gitdir:", StringComparison.Ordinal)
                ? Path.GetFullPath(Path.Combine(workTree, line["gitdir:".Length..].Trim()))
                : null;
    }

    private static string CommonFolderOf(string git)
    {
        var link = Path.Combine(git, "commondir");
        return File.Exists(link) && FirstLine(link) is { Length: > 0 } line ? Path.GetFullPath(Path.Combine(git, line.Trim())) : git;
    }

    private static string? FirstLine(string file)
    {
        try
        {
            var line = Encoding.UTF8.GetString(AtomicFile.ReadBounded(file, MaxLinkSize)).Split('\n')[0];
            return line.Contains('\0', StringComparison.Ordinal) ? null : line;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
