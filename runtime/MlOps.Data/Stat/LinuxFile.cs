using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MlOps.Data.Stat;

/// <summary>Linux: <c>statx</c>, whose structure is the same on every processor.</summary>
[SupportedOSPlatform("linux")]
internal static partial class LinuxFile
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint BasicFields = 0x7FF; // STATX_BASIC_STATS

    private const int KindMask = 0xF000; // S_IFMT
    private const int RegularFile = 0x8000; // S_IFREG
    private const int Folder = 0x4000; // S_IFDIR

    internal static FileStamp Stamp(string file) =>
        Stat(CurrentFolder, file, flags: 0, BasicFields, out var found) != 0 ? throw new IOException($"'{file}': {Marshal.GetLastPInvokeErrorMessage()}.")
        // Opening a pipe waits until somebody writes to it.
        : (found.Mode & KindMask) is not (RegularFile or Folder) ? throw new IOException($"'{file}' is no file but a pipe, a socket or a device. Remove it.")
        : found.Stamp;

    internal static FileStamp? TryStamp(string file) =>
        Stat(CurrentFolder, file, flags: 0, BasicFields, out var found) == 0 && (found.Mode & KindMask) == RegularFile ? found.Stamp : null;

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
