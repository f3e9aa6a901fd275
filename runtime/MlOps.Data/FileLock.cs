using System.Diagnostics;
using System.Globalization;

namespace MlOps.Data;

/// <summary>A lock between processes: a file that one of them has open for itself. It falls with the process that held it.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // What a lock that another holds looks like: EWOULDBLOCK of Linux and macOS, the sharing violations of Windows.
    private static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly FileStream _stream;
    private readonly string? _holder;

    private FileLock(string file, bool isNamed)
    {
        _stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _holder = isNamed ? HolderOf(file) : null;
        TellName();
    }

    /// <summary>Takes the lock, waiting for those who have it.</summary>
    /// <param name="file">The file; made where it is missing, never removed.</param>
    /// <param name="patience">How long to wait; <see langword="null"/> for a minute, <see cref="Timeout.InfiniteTimeSpan"/> for as long as it takes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <param name="isNamed">Whether others who wait are to know who has it.</param>
    /// <param name="onWait">Told once who has it, when the waiting takes longer than a moment.</param>
    /// <exception cref="IOException">The file cannot be made or opened, or patience ran out.</exception>
    internal static FileLock Take(string file, TimeSpan? patience, CancellationToken cancellationToken, bool isNamed = false, Action<string>? onWait = null)
    {
        var limit = patience ?? Patience;
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileLock(file, isNamed);
            }
            catch (IOException problem) when (HeldByAnother.Contains(problem.HResult))
            {
                if (limit != Timeout.InfiniteTimeSpan && waited.Elapsed > limit)
                {
                    throw new IOException($"{Holder(file)} has held '{file}' for {limit.TotalSeconds} seconds.", problem);
                }

                if (onWait is not null && waited.Elapsed > Moment)
                {
                    onWait(Holder(file));
                    onWait = null;
                }
            }

            if (cancellationToken.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(10)))
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    public void Dispose()
    {
        if (_holder is not null)
        {
            Try(() => File.Delete(_holder)); // Before the lock: the next to have it writes its own.
        }

        _stream.Dispose();
    }

    // The file itself cannot be read by others while it is held.
    private static string HolderOf(string file) => file + ".by";

    private void TellName()
    {
        if (_holder is not null)
        {
            Try(() => File.WriteAllText(_holder, $"process {Environment.ProcessId} ({Path.GetFileName(Environment.ProcessPath)})"));
        }
    }

    private static string Holder(string file)
    {
        var holder = "";
        Try(() => holder = File.Exists(HolderOf(file)) ? File.ReadAllText(HolderOf(file)) : "");
        // One that was killed left its name, and the lock has gone to a program that writes none, such as DVC.
        return holder.Split(' ') is [_, var id, ..] && int.TryParse(id, CultureInfo.InvariantCulture, out var process) && IsAlive(process) ? holder : "Another process";
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // Without it nobody is named.
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // See above.
        }
    }
}
