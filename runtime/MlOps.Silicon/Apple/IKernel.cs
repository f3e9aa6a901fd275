namespace MlOps.Silicon.Apple;

/// <summary>What the kernel of macOS tells every program, in its own layouts: Mach, libproc and sysctl.</summary>
internal interface IKernel
{
    /// <summary><c>sysctlbyname</c>.</summary>
    /// <param name="name">The name and a zero.</param>
    /// <param name="value">Where the value goes.</param>
    /// <returns>The length of the value; negative if there is none or it does not fit.</returns>
    int ReadSysctl(ReadOnlySpan<byte> name, Span<byte> value);

    /// <summary><c>host_processor_info</c>: four counters a processor, user, system, idle and nice, in hundredths of a second.</summary>
    /// <param name="ticks">Where they go; those that do not fit are left out.</param>
    /// <returns>How many processors there are; negative if the kernel does not say.</returns>
    int ReadTicks(Span<uint> ticks);

    /// <summary><c>host_statistics64</c> of the virtual memory.</summary>
    /// <param name="statistics">Where the <c>vm_statistics64</c> goes.</param>
    /// <param name="count">How many numbers are asked for, then how many there are.</param>
    /// <returns>The kernel's answer, zero if it is content.</returns>
    int ReadMemory(Span<int> statistics, ref uint count);

    /// <summary><c>proc_pidinfo</c> of this process: <c>proc_taskinfo</c>.</summary>
    bool ReadTask(Span<byte> task);

    /// <summary><c>proc_pid_rusage</c> of this process.</summary>
    /// <param name="flavor">The version of <c>rusage_info</c>.</param>
    /// <param name="usage">Where it goes.</param>
    bool ReadUsage(int flavor, Span<byte> usage);
}
