using System.Runtime.InteropServices;

namespace MlOps.Silicon.Apple;

/// <summary>The system's own library on macOS: Mach, libproc, sysctl and notify.</summary>
internal static unsafe partial class LibSystem
{
    private const string Name = "libSystem";

    // Both are looked up once: each call of mach_host_self would add a right that nobody gives back.
    public static uint Host { get; } = MachHostSelf();

    public static uint Task { get; } = MachTaskSelf();

    [LibraryImport(Name, EntryPoint = "sysctlbyname")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SysctlByName(byte* name, void* value, nuint* length, void* newValue, nuint newLength);

    [LibraryImport(Name, EntryPoint = "host_processor_info")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int HostProcessorInfo(uint host, int flavor, uint* processors, uint** info, uint* count);

    [LibraryImport(Name, EntryPoint = "host_statistics64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int HostStatistics64(uint host, int flavor, int* info, uint* count);

    [LibraryImport(Name, EntryPoint = "vm_deallocate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int VmDeallocate(uint task, nuint address, nuint size);

    [LibraryImport(Name, EntryPoint = "proc_pidinfo")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ProcPidInfo(int pid, int flavor, ulong argument, void* buffer, int size);

    [LibraryImport(Name, EntryPoint = "proc_pid_rusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ProcPidRusage(int pid, int flavor, void* usage);

    [LibraryImport(Name, EntryPoint = "notify_register_check")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint NotifyRegisterCheck(byte* name, int* token);

    [LibraryImport(Name, EntryPoint = "notify_check")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint NotifyCheck(int token, int* changed);

    [LibraryImport(Name, EntryPoint = "notify_get_state")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint NotifyGetState(int token, ulong* state);

    [LibraryImport(Name, EntryPoint = "notify_cancel")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint NotifyCancel(int token);

    [LibraryImport(Name, EntryPoint = "mach_host_self")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint MachHostSelf();

    [LibraryImport(Name, EntryPoint = "mach_task_self")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint MachTaskSelf();
}
