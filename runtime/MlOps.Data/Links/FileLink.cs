using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MlOps.Data.Links;

/// <summary>The links that .NET has no call for.</summary>
internal static partial class FileLink
{
    private const nuint CloneRequest = 0x40049409; // FICLONE of linux/fs.h: _IOW(0x94, 9, int)

    /// <summary>Makes a second name of a file.</summary>
    /// <returns>Whether the file system can, and the name was free.</returns>
    public static bool TryHard(string existing, string link) => OperatingSystem.IsWindows() ? LinkOnWindows(link, existing, 0)
        : OperatingSystem.IsMacOS() ? LinkOnMac(existing, link) == 0
        : LinkOnLinux(existing, link) == 0;

    /// <summary>Makes a file that shares the blocks of another until one of them is written to.</summary>
    /// <returns>Whether the file system can do that; if not, nothing is left behind.</returns>
    public static bool TryClone(string existing, string copy)
    {
        if (OperatingSystem.IsMacOS())
        {
            return CloneOnMac(existing, copy, 0) == 0;
        }

        if (!OperatingSystem.IsLinux())
        {
            return false; // Windows has no call for it; copying does it by itself on ReFS from Windows Server 2025 on.
        }

        using (var source = File.OpenHandle(existing, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        using (var target = File.OpenHandle(copy, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            if (CloneOnLinux(target, CloneRequest, source) == 0)
            {
                return true;
            }
        }

        File.Delete(copy);
        return false;
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LinkOnLinux(string existing, string link);

    [LibraryImport("libSystem", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LinkOnMac(string existing, string link);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool LinkOnWindows(string link, string existing, nint security);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloneOnLinux(SafeFileHandle target, nuint request, SafeFileHandle source);

    [LibraryImport("libSystem", EntryPoint = "clonefile", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloneOnMac(string existing, string copy, uint flags);
}
