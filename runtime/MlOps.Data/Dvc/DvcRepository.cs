using MlOps.Data.Config;
using MlOps.Data.Git;
using MlOps.Data.Stat;

namespace MlOps.Data;

/// <summary>A folder with a <c>.dvc/</c> folder in it: what DVC calls a repository.</summary>
public sealed class DvcRepository
{
    private const string FolderName = ".dvc";

    private const string IgnoreText =
        "# Add patterns of files dvc should ignore, which could improve\n# the performance. Learn more at\n" +
        "# https://dvc.org/doc/user-guide/dvcignore\n";

    private DvcRepository(string root)
    {
        Root = root;
        Config = DvcConfig.Read(DvcFolder);
        Cache = new DvcCache(Config.CacheFolder ?? Path.Combine(DvcFolder, "cache"));
    }

    /// <summary>The folder that has the <c>.dvc/</c> folder.</summary>
    public string Root { get; }

    /// <summary>Where it keeps content: <c>cache.dir</c> of its configuration, else <c>.dvc/cache</c>.</summary>
    public DvcCache Cache { get; }

    /// <summary>Whether its configuration says to leave git alone.</summary>
    internal bool NoScm => Config.NoScm;

    /// <summary>Its settings, those of the user and the machine included.</summary>
    internal DvcConfig Config { get; }

    /// <summary>The folder with its configuration.</summary>
    internal string DvcFolder => Path.Combine(Root, FolderName);

    /// <summary>What is known of the files of this repository without reading them.</summary>
    internal StatCache Stats => new(Path.Combine(TemporaryFolder, "mlops"));

    private string TemporaryFolder => Path.Combine(Root, FolderName, "tmp");

    /// <summary>The repository that a folder belongs to: its nearest ancestor, itself included, with a <c>.dvc/</c> folder.</summary>
    public static DvcRepository? Find(string folder) => RootAbove(folder) is { } root ? new DvcRepository(root) : null;

    internal static string? RootAbove(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            if (Directory.Exists(Path.Combine(current.FullName, FolderName)))
            {
                return current.FullName;
            }
        }

        return null;
    }

    /// <summary>
    /// The repository that a folder belongs to; where there is none, it is made as <c>dvc init</c> does at the root of
    /// the git repository. Without git it is made in <paramref name="fallbackRoot"/>, or in the folder itself when that
    /// lies elsewhere.
    /// </summary>
    public static DvcRepository FindOrCreate(string folder, string fallbackRoot)
    {
        if (Find(folder) is { } found)
        {
            return found;
        }

        var git = GitRepository.Find(folder);
        var fallback = Path.GetFullPath(fallbackRoot);
        var outside = Path.GetRelativePath(fallback, folder);
        var root = git?.WorkTree
            ?? (outside == ".." || outside.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(outside) ? folder : fallback);
        Create(root, git is not null);
        return new DvcRepository(root);
    }

    /// <summary>One process at a time changes pointers and <c>.gitignore</c> files; hashing and copying need no lock.</summary>
    internal FileLock Lock(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(TemporaryFolder);
        return FileLock.Take(Path.Combine(TemporaryFolder, "mlops.lock"), patience: null, cancellationToken);
    }

    // The folder is filled under another name and then renamed: of two builds that start together one wins whole.
    private static void Create(string root, bool git)
    {
        WriteNew(Path.Combine(root, ".dvcignore"), IgnoreText);
        var temporary = Path.Combine(root, $"{FolderName}-{Guid.NewGuid():n}.tmp");
        try
        {
            Directory.CreateDirectory(Path.Combine(temporary, "tmp"));
            File.WriteAllText(Path.Combine(temporary, "tmp", "btime"), "");
            File.WriteAllText(Path.Combine(temporary, "config"), git ? "" : "[core]\n    no_scm = True\n");
            if (git)
            {
                File.WriteAllText(Path.Combine(temporary, ".gitignore"), "/config.local\n/tmp\n/cache\n");
            }

            Directory.Move(temporary, Path.Combine(root, FolderName));
        }
        catch
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }

            if (!Directory.Exists(Path.Combine(root, FolderName)))
            {
                throw;
            }
        }
    }

    private static void WriteNew(string file, string text)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            stream.Write(AtomicFile.StrictUtf8.GetBytes(text));
        }
        catch (IOException) when (File.Exists(file))
        {
            // Somebody's own, or made by another build at this moment: it stays as it is.
        }
    }
}
