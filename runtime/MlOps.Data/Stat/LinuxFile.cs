using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MlOps.Data.Stat;

/// <summary>Linux: <c>statx</c>, whose structure is the same on every processor.</summary>
[SupportedOSPlatform("linux")]
internal static partial class LinuxFile
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint BasicFields = 0x7FF; // STATX_BASIC_STATS

    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const int ReadOnly = 0x80000; // O_RDONLY | O_CLOEXEC
    private const int PathOnly = 0x280000; // O_PATH | O_CLOEXEC
    private const int KindMask = 0xF000; // S_IFMT
    private const int RegularFile = 0x8000; // S_IFREG
    private const int Folder = 0x4000; // S_IFDIR

    internal static FileStamp Stamp(string file) =>
        Stat(CurrentFolder, file, flags: 0, BasicFields, out var found) != 0 ? throw new IOException($"'{file}': {Marshal.GetLastPInvokeErrorMessage()}.")
        // Opening a pipe waits until somebody writes to it.
        : (found.Mode & KindMask) is not (RegularFile or Folder) ? throw new IOException($"'{file}' is no file but a pipe, a socket or a device. Remove it.")
        : found.Stamp;

    internal static FileStamp? TryStamp(string file) => TryStamp(CurrentFolder, file);

    /// <param name="folder">From <see cref="OpenFolder"/>.</param>
    /// <param name="file">Seen from it.</param>
    internal static FileStamp? TryStamp(int folder, string file) =>
        Stat(folder, file, flags: 0, BasicFields, out var found) == 0 && (found.Mode & KindMask) == RegularFile ? found.Stamp : null;

    /// <returns>A place to ask from; negative where there is no such folder.</returns>
    internal static int OpenFolder(string folder) => Open(folder, PathOnly);

    internal static void CloseFolder(int folder) => _ = Close(folder); // Nothing was written.

    /// <summary>Reads a file into memory: four calls of the system, where a handle of .NET takes seven.</summary>
    /// <param name="file">The file.</param>
    /// <param name="buffer">Gets what is in it, as far as there is room.</param>
    /// <returns>How many bytes were read, and what the file was after that.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static unsafe (int Read, FileStamp Stamp) Read(string file, Span<byte> buffer)
    {
        var descriptor = Open(file, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"'{file}': {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        try
        {
            var read = 0;
            fixed (byte* start = buffer)
            {
                for (nint now; read < buffer.Length && (now = Read(descriptor, start + read, (nuint)(buffer.Length - read))) > 0;)
                {
                    read += (int)now;
                }
            }

            return Stat(descriptor, "", EmptyPath, BasicFields, out var found) == 0 ? (read, found.Stamp)
                : throw new IOException($"'{file}': {Marshal.GetLastPInvokeErrorMessage()}.");
        }
        finally
        {
            _ = Close(descriptor); // Nothing was written.
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string file, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(int folder, string file, int flags, uint fields, out Result result);

    // linux/stat.h, struct statx
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Result
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(96)]
        public Time Changed;

        [FieldOffset(112)]
        public Time Modified;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;

        public readonly FileStamp Stamp => new((long)Size, Modified.Nanoseconds, Changed.Nanoseconds, Inode, ((ulong)DeviceMajor << 32) | DeviceMinor);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public uint Fraction;
        public int Padding;

        public readonly long Nanoseconds => (Seconds * 1_000_000_000) + Fraction;
    }
}
