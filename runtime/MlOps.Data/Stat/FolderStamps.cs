namespace MlOps.Data.Stat;

/// <summary>Asks about many files below one folder. On Linux the way to the folder is gone once, which is most of each question.</summary>
internal sealed class FolderStamps : IDisposable
{
    private readonly string _folder;
    private readonly int _descriptor;

    /// <param name="folder">Its full path; it need not be there.</param>
    public FolderStamps(string folder)
    {
        _folder = folder;
        _descriptor = OperatingSystem.IsLinux() ? LinuxFile.OpenFolder(folder) : -1;
    }

    /// <summary>As <see cref="FileStamp.TryOf"/>.</summary>
    /// <param name="path">Seen from the folder.</param>
    public FileStamp? TryOf(string path)
    {
        try
        {
            return _descriptor >= 0 && OperatingSystem.IsLinux() ? LinuxFile.TryStamp(_descriptor, path) : FileStamp.TryOf(Path.Combine(_folder, path));
        }
        catch (EntryPointNotFoundException)
        {
            return FileStamp.TryOf(Path.Combine(_folder, path)); // A C library without the call.
        }
    }

    public void Dispose()
    {
        if (_descriptor >= 0 && OperatingSystem.IsLinux())
        {
            LinuxFile.CloseFolder(_descriptor);
        }
    }
}
