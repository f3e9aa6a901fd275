using MlOps.Silicon.Windows;

namespace MlOps.Tests.Windows;

public sealed class WindowsDetectionTests
{
    private const string Version = @"SOFTWARE\Microsoft\Windows NT\CurrentVersion", Cpu = @"HARDWARE\DESCRIPTION\System\CentralProcessor\0";

    [Fact]
    public void AMachineIsToldAsWindowsKnowsIt()
    {
        var windows = new FakeWindows
        {
            Records = new TopologyBytes().Core(0, 0b11).Core(0, 0b1100).Package(0b1111).Node(0, 0b1111).ToArray(),
            MemoryStatus = new MemoryStatus { TotalPhysical = 34_000_000_000, AvailablePhysical = 12_000_000_000 },
        };
        var parts = WindowsDetection.Detect(windows, Registry(
            (Cpu, "ProcessorNameString", "Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz  "),
            (Cpu, "VendorIdentifier", "GenuineIntel"),
            (Version, "ProductName", "Windows 10 Pro"),
            (Version, "DisplayVersion", "24H2"),
            (Version, "CurrentBuild", "26100"),
            (Version, "CurrentMajorVersionNumber", 10),
            (Version, "CurrentMinorVersionNumber", 0),
            (Version, "UBR", 4351)));
        Assert.Equal("Windows 11 Pro", parts.OperatingSystem.Name);
        Assert.Equal(("24H2", "NT 10.0.26100.4351"), (parts.OperatingSystem.Version, parts.OperatingSystem.Kernel));
        Assert.Equal(("Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz", "GenuineIntel"), (parts.Cpu.Model, parts.Cpu.Vendor));
        Assert.Equal((4, 2, 1, 1, null), (parts.Cpu.LogicalCount, parts.Cpu.CoreCount, parts.Cpu.PackageCount, parts.Cpu.NumaNodeCount, parts.Cpu.ClusterCount));
        Assert.Equal((34_000_000_000, 12_000_000_000), (parts.Memory.Total, parts.Memory.Available));
        Assert.Null(parts.Limits);
    }

    [Fact]
    public void WhatCannotBeToldIsAbsent()
    {
        var parts = WindowsDetection.Detect(new FakeWindows(), Registry());
        Assert.Equal(("Windows", null, null), (parts.OperatingSystem.Name, parts.OperatingSystem.Version, parts.OperatingSystem.Kernel));
        Assert.Equal(Environment.ProcessorCount, parts.Cpu.LogicalCount);
        Assert.Null(parts.Cpu.CoreCount);
        Assert.Empty(parts.Cpu.CoreClasses);
        Assert.Null(parts.Memory.Total);
    }

    [Theory]
    [InlineData("Windows 10 Pro", "19045", "Windows 10 Pro")]
    [InlineData("Windows Server 2022 Datacenter", "26100", "Windows Server 2022 Datacenter")]
    [InlineData("Windows 10 Home", "22000", "Windows 11 Home")]
    public void TheNameFollowsTheBuild(string product, string build, string name) =>
        Assert.Equal(name, WindowsDetection.Detect(new FakeWindows(), Registry((Version, "ProductName", product), (Version, "CurrentBuild", build))).OperatingSystem.Name);

    [Theory]
    [InlineData("Microsoft Corporation", "Virtual Machine", "Hyper-V")]
    [InlineData("Microsoft Corporation", "Surface Laptop", null)]
    [InlineData("VMware, Inc.", "VMware20,1", "VMware")]
    [InlineData("QEMU", "QEMU Virtual Machine", "QEMU")]
    [InlineData("LENOVO", "21F6", null)]
    public void TheFirmwareOfAVirtualMachineNamesItsMaker(string maker, string product, string? name)
    {
        const string Firmware = @"HARDWARE\DESCRIPTION\System\BIOS";
        Assert.Equal(name, WindowsDetection.Detect(new FakeWindows(), Registry((Firmware, "SystemManufacturer", maker), (Firmware, "SystemProductName", product))).Hypervisor);
    }

    [Fact]
    public void TheLimitsOfAJobAreTheTightest()
    {
        var windows = new FakeWindows
        {
            Records = new TopologyBytes().Core(0, 0xFF).ToArray(),
            Job = new JobLimits { Flags = 0x300, JobMemory = 4_000, ProcessMemory = 2_000 },
            JobRate = new JobCpuRate { Flags = 5, Rate = 2_500 },
        };
        Assert.Equal(new ResourceLimits("job object", 2, 2_000), WindowsDetection.Detect(windows, Registry()).Limits);
    }

    [Fact]
    public void AJobWithoutLimitsLimitsNothing()
    {
        var windows = new FakeWindows { Job = new JobLimits { Flags = 0x2000, JobMemory = 4_000 }, JobRate = new JobCpuRate { Flags = 3, Rate = 5 } };
        Assert.Null(WindowsDetection.Detect(windows, Registry()).Limits);
    }

    [Fact]
    public void ThisMachineIsSeen()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Skip("needs Windows");
            return;
        }

        var parts = WindowsDetection.Detect();
        Assert.NotNull(parts.Cpu.Model);
        Assert.InRange(parts.Cpu.LogicalCount, 1, 4096);
        Assert.InRange(parts.Memory.Total!.Value, 1L << 28, long.MaxValue);
    }

    private static Func<string, string, object?> Registry(params (string Key, string Name, object Value)[] values) =>
        (key, name) => values.FirstOrDefault(value => value.Key == key && value.Name == name).Value;
}
