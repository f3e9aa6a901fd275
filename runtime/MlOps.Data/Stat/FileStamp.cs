namespace MlOps.Data.Stat;

/// <summary>
/// What the file system says of a file without reading it. Every change of the content changes <see cref="Changed"/>, which
/// programs cannot set back as they can <see cref="Written"/>; a file put in the place of another has another <see cref="Id"/>.
/// </summary>
/// <param name="Size">Bytes.</param>
/// <param name="Written">When the content was last written (mtime), in nanoseconds since 1970.</param>
/// <param name="Changed">When content or attributes were last changed (ctime), in nanoseconds since 1970; 0 where that is not known.</param>
/// <param name="Id">The number of the file on its volume (inode).</param>
/// <param name="Volume">The number of the volume.</param>
internal readonly record struct FileStamp(long Size, long Written, long Changed, ulong Id, ulong Volume)
{
    private const long NanosecondsInSecond = 1_000_000_000;

    // Linux stamps files with a clock that ticks up to every 10 ms and lags behind the one that programs read.
    private const long FineClock = 20_000_000;

    // FAT counts in steps of 2 s, some older file systems and network shares in whole seconds.
    private const long CoarseClock = 2 * NanosecondsInSecond;

    /// <summary>What a file is now; of a link, the file that it leads to.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be asked about.</exception>
    internal static FileStamp Of(string file)
    {
        try
        {
            return OperatingSystem.IsLinux() ? LinuxFile.Stamp(file)
                : OperatingSystem.IsMacOS() ? MacFile.Stamp(file)
                : OperatingSystem.IsWindows() ? WindowsFile.Stamp(file)
                : Plain(file);
        }
        catch (EntryPointNotFoundException)
        {
            return Plain(file); // A C library without the call.
        }
    }

    /// <summary>Whether there is a file. (To .NET a link that leads nowhere is one.)</summary>
    internal static bool Exists(string file) => TryOf(file) is not null;

    /// <summary>As <see cref="Of"/>; null where there is no file, or none that can be asked about.</summary>
    internal static FileStamp? TryOf(string file)
    {
        try
        {
            return OperatingSystem.IsLinux() ? LinuxFile.TryStamp(file) : File.Exists(file) ? Of(file) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null; // Gone in between.
        }
        catch (EntryPointNotFoundException)
        {
            return File.Exists(file) ? Plain(file) : null;
        }
    }

    /// <summary>Reads a file that is known to be small into memory.</summary>
    /// <returns>How many bytes were read, and what the file was after that.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static (int Read, FileStamp Stamp) Read(string file, Span<byte> buffer)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                return LinuxFile.Read(file, buffer);
            }
            catch (EntryPointNotFoundException)
            {
                // A C library without the call.
            }
        }

        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var read = 0;
        for (int now; read < buffer.Length && (now = RandomAccess.Read(handle, buffer[read..], read)) > 0;)
        {
            read += now;
        }

        return (read, Of(file));
    }

    /// <summary>
    /// Whether a file that still has this stamp is certainly still what it was when the stamp was taken. A file that changed
    /// just before could have changed again right after, within the same tick of the clock that stamps it.
    /// </summary>
    /// <param name="taken">When the stamp was taken, in nanoseconds since 1970.</param>
    internal bool IsCertain(long taken)
    {
        var tick = Changed % NanosecondsInSecond == 0 ? CoarseClock : FineClock;
        return Changed != 0 && IsApart(Changed, taken, tick) && IsApart(Written, taken, tick);
    }

    internal static long Nanoseconds(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks * 100;

    // A time that lies in the future is as good as one in the past: the next change would put the present in its place.
    private static bool IsApart(long stamp, long taken, long tick) => Math.Abs(taken - stamp) > tick;

    private static FileStamp Plain(string file)
    {
        var info = new FileInfo(file);
        return info.Exists
            ? new FileStamp(info.Length, Nanoseconds(info.LastWriteTimeUtc), Changed: 0, Id: 0, Volume: 0)
            : throw new FileNotFoundException($"'{file}' does not exist.", file);
    }
}
