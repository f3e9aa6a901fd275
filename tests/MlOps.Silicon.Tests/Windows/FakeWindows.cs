using MlOps.Silicon.Windows;

namespace MlOps.Tests.Windows;

/// <summary>A machine with Windows; what is <see langword="null"/> cannot be told.</summary>
internal sealed class FakeWindows : IWindows
{
    public SystemTimes? SystemTimes { get; set; }

    public MemoryStatus? MemoryStatus { get; set; }

    public ulong? Time { get; set; }

    public ProcessMemory? ProcessMemory { get; set; }

    public IoCounters? Io { get; set; }

    public ProcessorPower[]? Processors { get; set; }

    public byte[] Records { get; set; } = [];

    public JobLimits? Job { get; set; }

    public JobCpuRate? JobRate { get; set; }

    public bool Times(out SystemTimes times) => Get(SystemTimes, out times);

    public bool Memory(out MemoryStatus status) => Get(MemoryStatus, out status);

    public bool OwnTime(out ulong time) => Get(Time, out time);

    public bool OwnMemory(out ProcessMemory memory) => Get(ProcessMemory, out memory);

    public bool OwnIo(out IoCounters counters) => Get(Io, out counters);

    public bool Power(Span<ProcessorPower> processors) => Processors is not null && Processors.AsSpan().TryCopyTo(processors);

    public byte[] Topology() => Records;

    public bool Limits(out JobLimits limits) => Get(Job, out limits);

    public bool Rate(out JobCpuRate rate) => Get(JobRate, out rate);

    private static bool Get<T>(T? value, out T result)
        where T : struct
    {
        result = value.GetValueOrDefault();
        return value.HasValue;
    }
}
