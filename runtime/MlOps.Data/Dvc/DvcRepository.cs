using MlOps.Data.Config;
using MlOps.Data.Git;
using MlOps.Data.Links;
using MlOps.Data.Stat;

namespace MlOps.Data;

/// <summary>A folder with a <c>.dvc/</c> folder in it: what DVC calls a repository.</summary>
public sealed class DvcRepository
{
    private const string FolderName = RepositoryInit.FolderName;

    private DvcRepository(string root)
    {
        Root = root;
        if (new DirectoryInfo(TemporaryFolder).LinkTarget is not null)
        {
            throw new DvcFormatException(TemporaryFolder, 1, "it is a link, and so what is written there would land elsewhere", "Remove the link.");
        }

        Config = DvcConfig.Read(DvcFolder);
        Cache = new DvcCache(Config.CacheFolder ?? Path.Combine(DvcFolder, "cache")) { IsShared = IsCacheShared };
    }

    private DvcRepository(string root, DvcConfig config, DvcCache cache) => (Root, Config, Cache) = (root, config, cache);

    /// <summary>The folder that has the <c>.dvc/</c> folder.</summary>
    public string Root { get; }

    /// <summary>Where it keeps content: <c>cache.dir</c> of its configuration, else <c>.dvc/cache</c>.</summary>
    public DvcCache Cache { get; }

    /// <summary>Whether it lies in a git repository, and uses it.</summary>
    public bool HasGit => !NoScm && GitRepository.Find(Root) is not null;

    /// <summary>Whether others may use the same cache.</summary>
    public bool IsCacheShared => Config.CacheFolder is not null;

    /// <summary>Whether its configuration says to leave git alone.</summary>
    internal bool NoScm => Config.NoScm;

    /// <summary>Its settings, those of the user and the machine included.</summary>
    internal DvcConfig Config { get; }

    /// <summary>The folder with its configuration.</summary>
    internal string DvcFolder => Path.Combine(Root, FolderName);

    /// <summary>What is known of the files of this repository without reading them.</summary>
    internal StatCache Stats => new(ScratchFolder);

    private string TemporaryFolder => Path.Combine(Root, FolderName, "tmp");

    /// <summary>How files of the workspace come from the cache.</summary>
    internal WorkspaceLinks Links => field ??= new(LinkTypes.Parse(Config.CacheTypes), ScratchFolder);

    /// <summary>Where things are made before they are put in their place.</summary>
    internal string ScratchFolder => Path.Combine(TemporaryFolder, "mlops");

    /// <summary>A path from the root of the repository, with forward slashes, as pointers and messages have it.</summary>
    internal string PathOf(string fullPath) => Path.GetRelativePath(Root, fullPath).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>What <c>.dvcignore</c> files leave out.</summary>
    internal static IgnoreRules IgnoreRulesOf(string root) => new(root, RepositoryInit.IgnoreFileName);

    /// <summary>The repository that a folder belongs to: its nearest ancestor, itself included, with a <c>.dvc/</c> folder.</summary>
    public static DvcRepository? Find(string folder) => RootAbove(folder) is { } root ? new DvcRepository(root) : null;

    /// <summary>A revision of another repository: its settings and pointers, and a cache of ours for what they stand for.</summary>
    /// <param name="root">Where its files would lie; nothing does.</param>
    /// <param name="config">Its settings.</param>
    /// <param name="cache">The cache.</param>
    internal static DvcRepository Foreign(string root, DvcConfig config, DvcCache cache) => new(root, config, cache);

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
        RepositoryInit.Create(root, git is not null);
        return new DvcRepository(root);
    }

    /// <summary>Makes a repository of a folder, as <c>dvc init</c> does.</summary>
    /// <exception cref="DataOperationException">There is one already, or no git.</exception>
    public static DvcRepository Init(string folder, InitOptions? options = null)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        RepositoryInit.Run(full, options ?? new InitOptions());
        return new DvcRepository(full);
    }

    /// <summary>Told who has the lock of this repository, when one has to wait for it.</summary>
    public Action<string>? OnWait { get; set; }

    /// <summary>One process at a time changes pointers and <c>.gitignore</c> files; hashing and copying need no lock.</summary>
    internal FileLock Lock(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(TemporaryFolder);
        // DVC locks the same file, in the same way.
        return FileLock.Take(Path.Combine(TemporaryFolder, "lock"), patience: null, cancellationToken, isNamed: true, OnWait);
    }
}
