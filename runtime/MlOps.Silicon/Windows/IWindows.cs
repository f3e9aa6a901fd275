namespace MlOps.Silicon.Windows;

/// <summary>What we ask of Windows; tests stand in for it. All answer <see langword="false"/> if it cannot be told.</summary>
internal interface IWindows
{
    bool Times(out SystemTimes times);

    bool Memory(out MemoryStatus status);

    /// <summary>The time that this process has had, in units of 100 ns.</summary>
    bool OwnTime(out ulong time);

    bool OwnMemory(out ProcessMemory memory);

    bool OwnIo(out IoCounters counters);

    /// <summary>Fills in one for each processor of the group that the caller runs in.</summary>
    bool Power(Span<ProcessorPower> processors);

    /// <summary>The records of GetLogicalProcessorInformationEx; empty if there are none.</summary>
    byte[] Topology();

    /// <summary>The limits of the job that this process belongs to.</summary>
    bool Limits(out JobLimits limits);

    bool Rate(out JobCpuRate rate);
}
