namespace MlOps.Silicon.Apple;

/// <summary>The kernel of this Mac.</summary>
internal sealed unsafe class Kernel : IKernel
{
    private const int ProcessorLoad = 2; // PROCESSOR_CPU_LOAD_INFO
    private const int VirtualMemory = 4; // HOST_VM_INFO64
    private const int TaskInfo = 4; // PROC_PIDTASKINFO

    public int ReadSysctl(ReadOnlySpan<byte> name, Span<byte> value)
    {
        fixed (byte* key = name)
        fixed (byte* result = value)
        {
            var length = (nuint)value.Length;
            return LibSystem.SysctlByName(key, result, &length, null, 0) == 0 ? (int)length : -1;
        }
    }

    public int ReadTicks(Span<uint> ticks)
    {
        uint processors;
        uint* info;
        uint count;
        if (LibSystem.HostProcessorInfo(LibSystem.Host, ProcessorLoad, &processors, &info, &count) != 0)
        {
            return -1;
        }

        new ReadOnlySpan<uint>(info, (int)Math.Min(count, (uint)ticks.Length)).CopyTo(ticks);
        _ = LibSystem.VmDeallocate(LibSystem.Task, (nuint)info, count * sizeof(uint)); // It was made for us, pages of it.
        return (int)processors;
    }

    public int ReadMemory(Span<int> statistics, ref uint count)
    {
        fixed (int* info = statistics)
        fixed (uint* length = &count)
        {
            return LibSystem.HostStatistics64(LibSystem.Host, VirtualMemory, info, length);
        }
    }

    public bool ReadTask(Span<byte> task)
    {
        fixed (byte* buffer = task)
        {
            return LibSystem.ProcPidInfo(Environment.ProcessId, TaskInfo, 0, buffer, task.Length) == task.Length;
        }
    }

    public bool ReadUsage(int flavor, Span<byte> usage)
    {
        fixed (byte* buffer = usage)
        {
            return LibSystem.ProcPidRusage(Environment.ProcessId, flavor, buffer) == 0;
        }
    }
}
