using System.Runtime.InteropServices;

namespace MlOps.Silicon.Windows;

/// <summary>The calls of Windows.</summary>
internal sealed unsafe partial class NativeWindows : IWindows
{
    private const nint ThisProcess = -1;
    private const int AllRelations = 0xFFFF, ExtendedLimits = 9, CpuRateControl = 15, ProcessorInformation = 11;

    public static NativeWindows Instance { get; } = new();

    public bool Times(out SystemTimes times)
    {
        ulong idle, kernel, user;
        var isKnown = GetSystemTimes(&idle, &kernel, &user) != 0;
        times = new(idle, kernel, user);
        return isKnown;
    }

    public bool Memory(out MemoryStatus status)
    {
        var value = new MemoryStatus { Length = (uint)sizeof(MemoryStatus) };
        var isKnown = GlobalMemoryStatusEx(&value) != 0;
        status = value;
        return isKnown;
    }

    public bool OwnTime(out ulong time)
    {
        ulong creation, exit, kernel, user;
        var isKnown = GetProcessTimes(ThisProcess, &creation, &exit, &kernel, &user) != 0;
        time = kernel + user;
        return isKnown;
    }

    public bool OwnMemory(out ProcessMemory memory)
    {
        var value = new ProcessMemory { Length = (uint)sizeof(ProcessMemory) };
        var isKnown = K32GetProcessMemoryInfo(ThisProcess, &value, value.Length) != 0;
        memory = value;
        return isKnown;
    }

    public bool OwnIo(out IoCounters counters)
    {
        IoCounters value;
        var isKnown = GetProcessIoCounters(ThisProcess, &value) != 0;
        counters = value;
        return isKnown;
    }

    public bool Power(Span<ProcessorPower> processors)
    {
        fixed (ProcessorPower* start = processors)
        {
            return CallNtPowerInformation(ProcessorInformation, null, 0, start, (uint)(processors.Length * sizeof(ProcessorPower))) == 0;
        }
    }

    public byte[] Topology()
    {
        if (!Environment.Is64BitProcess)
        {
            return []; // Its masks have half the length, and show half the processors.
        }

        uint length = 0;
        _ = GetLogicalProcessorInformationEx(AllRelations, null, &length);
        var records = new byte[length];
        fixed (byte* start = records)
        {
            return length > 0 && GetLogicalProcessorInformationEx(AllRelations, start, &length) != 0 ? records : [];
        }
    }

    public bool Limits(out JobLimits limits)
    {
        JobLimits value;
        var isKnown = QueryInformationJobObject(0, ExtendedLimits, &value, (uint)sizeof(JobLimits), null) != 0;
        limits = value;
        return isKnown;
    }

    public bool Rate(out JobCpuRate rate)
    {
        JobCpuRate value;
        var isKnown = QueryInformationJobObject(0, CpuRateControl, &value, (uint)sizeof(JobCpuRate), null) != 0;
        rate = value;
        return isKnown;
    }

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetSystemTimes(ulong* idle, ulong* kernel, ulong* user);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GlobalMemoryStatusEx(MemoryStatus* status);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetProcessTimes(nint process, ulong* creation, ulong* exit, ulong* kernel, ulong* user);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int K32GetProcessMemoryInfo(nint process, ProcessMemory* memory, uint length);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetProcessIoCounters(nint process, IoCounters* counters);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int GetLogicalProcessorInformationEx(int relation, byte* records, uint* length);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int QueryInformationJobObject(nint job, int kind, void* information, uint length, uint* needed);

    [LibraryImport("powrprof")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int CallNtPowerInformation(int level, void* input, uint inputLength, void* output, uint outputLength);
}
