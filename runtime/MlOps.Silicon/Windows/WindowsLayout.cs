using System.Runtime.InteropServices;

namespace MlOps.Silicon.Windows;

/// <summary>Three FILETIMEs of GetSystemTimes, in units of 100 ns. The time of the kernel includes that of doing nothing.</summary>
internal record struct SystemTimes(ulong Idle, ulong Kernel, ulong User);

/// <summary>MEMORYSTATUSEX, in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MemoryStatus
{
    public uint Length;
    public uint LoadPercentage;
    public ulong TotalPhysical;
    public ulong AvailablePhysical;
    public ulong CommitLimit;
    public ulong CommitAvailable;
    public ulong TotalVirtual;
    public ulong AvailableVirtual;
    public ulong AvailableExtendedVirtual;
}

/// <summary>PROCESS_MEMORY_COUNTERS_EX, in bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProcessMemory
{
    public uint Length;
    public uint PageFaults;
    public nuint PeakWorkingSet;
    public nuint WorkingSet;
    public nuint PeakPagedPool;
    public nuint PagedPool;
    public nuint PeakNonPagedPool;
    public nuint NonPagedPool;
    public nuint PagefileUsage;
    public nuint PeakPagefileUsage;
    public nuint PrivateUsage;
}

/// <summary>IO_COUNTERS.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IoCounters
{
    public ulong ReadOperations;
    public ulong WriteOperations;
    public ulong OtherOperations;
    public ulong ReadBytes;
    public ulong WriteBytes;
    public ulong OtherBytes;
}

/// <summary>PROCESSOR_POWER_INFORMATION.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ProcessorPower
{
    public uint Number;
    public uint MaxMegahertz;
    public uint CurrentMegahertz;
    public uint LimitMegahertz;
    public uint MaxIdleState;
    public uint CurrentIdleState;
}

/// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct JobLimits
{
    public const uint HasProcessMemory = 0x100, HasJobMemory = 0x200;

    public long ProcessUserTime;
    public long JobUserTime;
    public uint Flags;
    public nuint MinimumWorkingSet;
    public nuint MaximumWorkingSet;
    public uint ActiveProcesses;
    public nuint Affinity;
    public uint PriorityClass;
    public uint SchedulingClass;
    public IoCounters Io;
    public nuint ProcessMemory;
    public nuint JobMemory;
    public nuint PeakProcessMemory;
    public nuint PeakJobMemory;
}

/// <summary>JOBOBJECT_CPU_RATE_CONTROL_INFORMATION.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct JobCpuRate
{
    public const uint IsEnabled = 1, IsHardCap = 4;

    public uint Flags;

    /// <summary>Of all processors' time, in hundredths of a percent.</summary>
    public uint Rate;
}

/// <summary>PDH_FMT_COUNTERVALUE_ITEM_W with a value of floating point.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CounterItem
{
    public nint Name;
    public uint Status;
    public double Value;
}
