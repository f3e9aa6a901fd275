using System.Runtime.InteropServices;
using MlOps.Silicon.Windows;

namespace MlOps.Tests.Windows;

public sealed unsafe class WindowsLayoutTests
{
    [Fact]
    public void TheStructsHaveTheSizesAndOffsetsOfTheHeaders()
    {
        Assert.SkipUnless(Environment.Is64BitProcess, "these are the sizes of 64 bits");
        Assert.Equal(64, sizeof(MemoryStatus));
        Assert.Equal(8, Offset<MemoryStatus>(nameof(MemoryStatus.TotalPhysical)));
        Assert.Equal(32, Offset<MemoryStatus>(nameof(MemoryStatus.CommitAvailable)));
        Assert.Equal(80, sizeof(ProcessMemory));
        Assert.Equal(16, Offset<ProcessMemory>(nameof(ProcessMemory.WorkingSet)));
        Assert.Equal(72, Offset<ProcessMemory>(nameof(ProcessMemory.PrivateUsage)));
        Assert.Equal(48, sizeof(IoCounters));
        Assert.Equal(24, Offset<IoCounters>(nameof(IoCounters.ReadBytes)));
        Assert.Equal(24, sizeof(ProcessorPower));
        Assert.Equal(8, Offset<ProcessorPower>(nameof(ProcessorPower.CurrentMegahertz)));
        Assert.Equal(12, Offset<ProcessorPower>(nameof(ProcessorPower.LimitMegahertz)));
        Assert.Equal(144, sizeof(JobLimits));
        Assert.Equal(16, Offset<JobLimits>(nameof(JobLimits.Flags)));
        Assert.Equal(48, Offset<JobLimits>(nameof(JobLimits.Affinity)));
        Assert.Equal(64, Offset<JobLimits>(nameof(JobLimits.Io)));
        Assert.Equal(112, Offset<JobLimits>(nameof(JobLimits.ProcessMemory)));
        Assert.Equal(8, sizeof(JobCpuRate));
        Assert.Equal(24, sizeof(CounterItem));
        Assert.Equal(8, Offset<CounterItem>(nameof(CounterItem.Status)));
        Assert.Equal(16, Offset<CounterItem>(nameof(CounterItem.Value)));
    }

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);
}
