using System.Text;
using MlOps.Data.Stat;

namespace MlOps.Data;

/// <summary>Writes small files so that a reader, or a crash, meets the old text or the new one and nothing between.</summary>
internal static class AtomicFile
{
    internal static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static string TemporaryIn(string folder) => Path.Combine(folder, $".mlops-{Guid.NewGuid():n}.tmp");

    internal static void Write(string file, string text) => Write(file, StrictUtf8.GetBytes(text));

    internal static void Write(string file, byte[] content)
    {
        var temporary = TemporaryIn(Path.GetDirectoryName(file)!);
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(file))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(file));
            }

            File.Move(temporary, file, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Reads a text file that other programs and other people write, never more than its limit.</summary>
    internal static byte[] ReadBounded(string file, int limit)
    {
        FileStamp.Of(file); // A pipe is refused, and not waited for.
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[(int)Math.Min(stream.Length, limit) + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length > limit
            ? throw new InvalidDataException($"'{file}' is larger than {limit / 1024} KiB.")
            : buffer[..length];
    }
}
