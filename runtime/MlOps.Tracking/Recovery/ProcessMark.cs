using MlOps.Store;

namespace MlOps.Recovery;

/// <summary>
/// Shows other processes that this one is alive: an open file with a lock on it, which the system takes away when the
/// process ends, however it ends. No process id can be mistaken for another one's, in no container.
/// </summary>
internal sealed class ProcessMark : IDisposable
{
    private readonly FileStream? _file;

    private ProcessMark(string id, FileStream? file, bool isLocked)
    {
        Id = id;
        _file = file;
        IsLocked = isLocked;
    }

    /// <summary>32 hex digits, made for this process.</summary>
    public string Id { get; }

    /// <summary>Whether others on this system can tell by the lock; some network drives have none.</summary>
    public bool IsLocked { get; }

    /// <summary>
    /// The system whose locks we see: a boot of a Linux kernel, which containers share and machines do not; elsewhere the machine.
    /// </summary>
    public static string Kernel { get; } = KernelName();

    public static ProcessMark Create(StoreLocation location)
    {
        var id = Guid.NewGuid().ToString("n");
        var path = location.ProcessFile(id);
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Others go by the heartbeat then.
        }

        return new ProcessMark(id, file, file is not null && Probe(path) == Answer.Alive);
    }

    /// <summary>Whether a process on this system that made a mark is still there; <see langword="null"/> when its mark does not tell.</summary>
    public static bool? IsAlive(StoreLocation location, string id) => Probe(location.ProcessFile(id)) switch
    {
        Answer.Alive => true,
        Answer.Dead => false,
        _ => null,
    };

    /// <summary>The processes whose marks were made before a time. (A younger one may not have its lock yet.)</summary>
    public static IEnumerable<string> MadeBefore(StoreLocation location, DateTimeOffset time)
    {
        var folder = new DirectoryInfo(location.ProcessFolder);
        return folder.Exists ? folder.EnumerateFiles().Where(file => file.LastWriteTimeUtc < time.UtcDateTime).Select(static file => file.Name) : [];
    }

    /// <summary>Removes what a dead process left.</summary>
    public static void Remove(StoreLocation location, string id)
    {
        if (!Directory.Exists(location.ProcessFolder))
        {
            return;
        }

        File.Delete(location.ProcessFile(id));
        if (Directory.Exists(location.StagingFolder(id)))
        {
            Directory.Delete(location.StagingFolder(id), recursive: true);
        }
    }

    public void Dispose() => _file?.Dispose();

    private static Answer Probe(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return Answer.Dead;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return Answer.Unknown;
        }
        catch (IOException)
        {
            return Answer.Alive; // Held by somebody.
        }
    }

    private static string KernelName()
    {
        const string BootId = "/proc/sys/kernel/random/boot_id";
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllText(BootId).Trim() : Environment.MachineName;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Guid.NewGuid().ToString("n"); // Equal to nobody's: all go by the heartbeat.
        }
    }

    private enum Answer
    {
        Alive,
        Dead,
        Unknown,
    }
}
