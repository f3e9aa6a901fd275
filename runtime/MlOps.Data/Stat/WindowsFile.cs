using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace MlOps.Data.Stat;

/// <summary>Windows: the time of the last change, which NTFS and ReFS keep beside that of the last write, and the number of the file.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsFile
{
    private const int BasicInformation = 0; // FileBasicInfo
    private const long EpochIn1601 = 116_444_736_000_000_000; // 1970 in the hundreds of nanoseconds that Windows counts

    internal static FileStamp Stamp(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Times(handle, BasicInformation, out var times, Marshal.SizeOf<BasicInfo>()) && Identity(handle, out var identity)
            ? new FileStamp(
                RandomAccess.GetLength(handle),
                Nanoseconds(times.Written),
                times.Changed == 0 ? 0 : Nanoseconds(times.Changed),
                ((ulong)identity.IndexHigh << 32) | identity.IndexLow,
                identity.Volume)
            : throw new IOException($"'{file}': {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static long Nanoseconds(long fileTime) => (fileTime - EpochIn1601) * 100;

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandleEx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Times(SafeFileHandle file, int kind, out BasicInfo result, int size);

    [LibraryImport("kernel32", EntryPoint = "GetFileInformationByHandle", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool Identity(SafeFileHandle file, out IdentityInfo result);

    // FILE_BASIC_INFO
    [StructLayout(LayoutKind.Sequential)]
    private struct BasicInfo
    {
        public long Created;
        public long Accessed;
        public long Written;
        public long Changed;
        public uint Attributes;
    }

    // BY_HANDLE_FILE_INFORMATION; its times are pairs of 32-bit numbers and not aligned to eight.
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct IdentityInfo
    {
        public uint Attributes;
        public long Created;
        public long Accessed;
        public long Written;
        public uint Volume;
        public uint SizeHigh;
        public uint SizeLow;
        public uint Links;
        public uint IndexHigh;
        public uint IndexLow;
    }
}
