using Microsoft.Win32.SafeHandles;

namespace MlOps.Silicon.Linux;

/// <summary>
/// A small file of <c>/proc</c> or <c>/sys</c> that is kept open: the system writes its text anew at every reading from the start, and
/// opening it each time costs as much again.
/// </summary>
internal sealed class SystemFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private SystemFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="absence">Why it is not there, in plain words.</param>
    /// <returns>The file; <see langword="null"/> if it cannot be read.</returns>
    public static SystemFile? TryOpen(string path, out string? absence)
    {
        try
        {
            var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> first = stackalloc byte[16];
            try
            {
                _ = RandomAccess.Read(handle, first, 0); // Some can be opened and not read, such as PSI where the kernel has it switched off.
            }
            catch
            {
                handle.Dispose();
                throw;
            }

            absence = null;
            return new SystemFile(path, handle);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            absence = problem switch
            {
                FileNotFoundException or DirectoryNotFoundException => $"there is no {path}",
                UnauthorizedAccessException => $"{path} may be read by root only",
                _ => $"{path} cannot be read: {problem.Message}",
            };
            return null;
        }
    }

    /// <summary>Opens a file if it can be read.</summary>
    public static SystemFile? TryOpen(string path) => TryOpen(path, out _);

    /// <summary>The text of a small file as it is now, without the white space around it; <see langword="null"/> if there is none.</summary>
    public static string? TryReadText(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var text = new byte[4096];
            var length = 0;
            for (int read; length < MaxText && (read = RandomAccess.Read(handle, text.AsSpan(length), length)) > 0;)
            {
                length += read;
                if (length == text.Length)
                {
                    Array.Resize(ref text, text.Length * 4);
                }
            }

            return System.Text.Encoding.UTF8.GetString(text, 0, length).Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    // /proc/cpuinfo of a machine with a thousand processors has less.
    private const int MaxText = 4 << 20;

    /// <summary>Reads the beginning of the text as it is now.</summary>
    /// <param name="buffer">Where it goes; what does not fit is left out.</param>
    /// <exception cref="IOException">The device behind the file has gone, or has no value now.</exception>
    public ReadOnlySpan<byte> Read(Span<byte> buffer) => buffer[..RandomAccess.Read(_handle, buffer, 0)];

    /// <summary>Reads a list that may be longer than a page of memory, of which the system hands out one at a time, and whole lines only.</summary>
    /// <param name="buffer">Where it goes; what does not fit is left out.</param>
    public ReadOnlySpan<byte> ReadPages(Span<byte> buffer)
    {
        var length = 0;
        for (int read; length < buffer.Length && (read = RandomAccess.Read(_handle, buffer[length..], length)) > 0;)
        {
            length += read;
            if (read < LeastPage / 2)
            {
                break; // Not stopped for want of room.
            }
        }

        return buffer[..length];
    }

    private const int LeastPage = 4096;

    /// <summary>Reads a file that holds one number.</summary>
    /// <returns>The number; <see langword="null"/> if the text is none, or if the device has no value at the moment.</returns>
    public long? ReadNumber()
    {
        Span<byte> buffer = stackalloc byte[32];
        try
        {
            return System.Buffers.Text.Utf8Parser.TryParse(Read(buffer), out long number, out _) ? number : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null; // A sensor that sleeps answers EINVAL or ENODATA, one that is locked EPERM.
        }
    }

    public void Dispose() => _handle.Dispose();
}
