using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace MlOps.Data.Stat;

/// <summary>macOS: <c>stat</c> with 64-bit file numbers, which has a name of its own on Intel.</summary>
[SupportedOSPlatform("macos")]
internal static partial class MacFile
{
    internal static FileStamp Stamp(string file)
    {
        Result found;
        var answer = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatOnIntel(file, out found) : Stat(file, out found);
        return answer == 0
            ? new FileStamp(found.Size, found.Modified.Nanoseconds, found.Changed.Nanoseconds, found.Inode, (uint)found.Device)
            : throw new IOException($"'{file}': {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libSystem", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(string file, out Result result);

    [LibraryImport("libSystem", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatOnIntel(string file, out Result result);

    // sys/stat.h, struct stat with __DARWIN_64_BIT_INO_T
    [StructLayout(LayoutKind.Explicit, Size = 144)]
    private struct Result
    {
        [FieldOffset(0)]
        public int Device;

        [FieldOffset(8)]
        public ulong Inode;

        [FieldOffset(48)]
        public Time Modified;

        [FieldOffset(64)]
        public Time Changed;

        [FieldOffset(96)]
        public long Size;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Fraction;

        public readonly long Nanoseconds => (Seconds * 1_000_000_000) + Fraction;
    }
}
