using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MlOps.Data.Stat;

/// <summary>Linux: <c>statx</c>, whose structure is the same on every processor.</summary>
[SupportedOSPlatform("linux")]
internal static partial class LinuxFile
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint BasicFields = 0x7FF; // STATX_BASIC_STATS

    internal static FileStamp Stamp(string file) => Stat(CurrentFolder, file, flags: 0, BasicFields, out var found) == 0
        ? new FileStamp(
            (long)found.Size, found.Modified.Nanoseconds, found.Changed.Nanoseconds, found.Inode, ((ulong)found.DeviceMajor << 32) | found.DeviceMinor)
        : throw new IOException($"'{file}': {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(int folder, string file, int flags, uint fields, out Result result);

    // linux/stat.h, struct statx
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Result
    {
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
