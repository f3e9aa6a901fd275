using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>How a repository is made.</summary>
public sealed record InitOptions
{
    /// <summary>Whether git is left alone.</summary>
    public bool NoScm { get; init; }

    /// <summary>Whether the folder may lie below the root of the git repository.</summary>
    public bool Subfolder { get; init; }

    /// <summary>Whether a repository that is there is thrown away, with its cache.</summary>
    public bool Force { get; init; }
}

/// <summary>Makes repositories, as <c>dvc init</c> does.</summary>
internal static class RepositoryInit
{
    public const string FolderName = ".dvc";
    public const string IgnoreFileName = ".dvcignore";

    private const string IgnoreText =
        "# Add patterns of files dvc should ignore, which could improve\n# the performance. Learn more at\n" +
        "# https://dvc.org/doc/user-guide/dvcignore\n";

    /// <exception cref="DataOperationException">There is one already, or no git.</exception>
    public static void Run(string folder, InitOptions options)
    {
        var git = options.NoScm ? null : GitRepository.Find(folder);
        var dvc = Path.Combine(folder, FolderName);
        if (!options.NoScm && git is null)
        {
            throw new DataOperationException(folder, $"'{folder}' is in no git repository: run 'git init' first, or use --no-scm to go without.");
        }

        if (git is not null && git.WorkTree != folder && !options.Subfolder)
        {
            throw new DataOperationException(folder, $"'{folder}' is not the root of its git repository '{git.WorkTree}': run this there, or use --subdir to have a repository of its own here.");
        }

        if (Directory.Exists(dvc))
        {
            if (!options.Force)
            {
                throw new DataOperationException(dvc, $"'{dvc}' exists: there is a repository already. --force begins anew, and loses what its cache holds.");
            }

            Delete(dvc);
        }

        Create(folder, git is not null);
        if (git is not null)
        {
            // As DVC: whoever commits next has it in the commit.
            GitProcess.TryRun(folder, "add", "--", FolderName + "/.gitignore", FolderName + "/config", IgnoreFileName);
        }
    }

    // The folder is filled under another name and then renamed: of two builds that start together one wins whole.
    public static void Create(string root, bool git)
    {
        WriteNew(Path.Combine(root, IgnoreFileName), IgnoreText);
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

    // Objects of the cache are protected, which Windows obeys even here.
    private static void Delete(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            Links.ProtectedFile.Release(file);
        }

        Directory.Delete(folder, recursive: true);
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
