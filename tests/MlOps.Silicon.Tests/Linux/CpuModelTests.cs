using MlOps.Silicon.Linux;

namespace MlOps.Tests.Linux;

public sealed class CpuModelTests
{
    [Theory]
    [InlineData("arm7", "ARMv7 Processor rev 3 (v7l)", "ARM", 4)]
    [InlineData("arm7legacy", "ARM part 0xc07", "ARM", 2)]
    [InlineData("arm7legacyv1", "ARM part 0xb36", "ARM", 0)]
    [InlineData("linux-amazon-neoverse_v1", "ARM Neoverse-V1", "ARM", 1)]
    [InlineData("linux-asahi-m1", "Apple M1 Icestorm", "Apple", 1)]
    [InlineData("linux-asahi-m2", "Apple M2 Blizzard", "Apple", 1)]
    [InlineData("linux-rocky9-zen5", "AMD Ryzen 9 9950X 16-Core Processor", "AuthenticAMD", 1)]
    [InlineData("linux-spacemit-x60", "Spacemit(R) X60", "0x710", 1)]
    [InlineData("linux-ubuntu26.04-arrowlake_s", "Intel(R) Core(TM) Ultra 9 285", "GenuineIntel", 1)]
    [InlineData("linux-unknown-power10", "POWER10, altivec supported", null, 1)]
    [InlineData("linux-unknown-sapphirerapids", "Intel(R) Xeon(R) Platinum 8480+", "GenuineIntel", 1)]
    [InlineData("loong64", "Loongson-3A5000", null, 4)]
    [InlineData("mips", "Cavium Octeon+ V0.1", null, 2)]
    [InlineData("ppc64", "POWER7 (architected), altivec supported", null, 6)]
    [InlineData("riscv64", "rv64imafdcsu", null, 2)]
    [InlineData("s390x", "IBM/S390 2964", "IBM/S390", 4)]
    [InlineData("x86-amd-epyc-vm-this-machine", "AMD EPYC", "AuthenticAMD", 2)]
    [InlineData("x86-intel-i7-8650u", "Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz", "GenuineIntel", 8)]
    public void EveryArchitectureSaysWhatItIs(string name, string? model, string? vendor, int processors)
    {
        var cpu = CpuModel.Parse(File.ReadAllText(Path.Combine(LinuxTree.Captured("cpuinfo"), name + ".txt")));
        Assert.Equal((model, vendor, processors), (cpu.Model, cpu.Vendor, cpu.ProcessorCount));
        Assert.Equal(name.Contains("vm", StringComparison.Ordinal), cpu.IsVirtual);
    }

    [Fact]
    public void NoCapturedTextIsForgottenHere()
    {
        var named = typeof(CpuModelTests).GetMethod(nameof(EveryArchitectureSaysWhatItIs))!.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Length;
        Assert.Equal(Directory.GetFiles(LinuxTree.Captured("cpuinfo")).Length, named);
    }

    [Theory]
    [InlineData("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd4f\n", "ARM Neoverse-V2")]
    [InlineData("processor\t: 0\nCPU implementer\t: 0x99\nCPU part\t: 0x001\n", "0x99 part 0x001")]
    [InlineData("processor\t: 0\nmodel name\t: \nisa\t: rv64gc\n", "rv64gc")]
    [InlineData("processor 0: version = FF,  identification = 133EBC,  machine = 2964\n", "IBM/S390 2964")]
    [InlineData("", null)]
    [InlineData("no colon here", null)]
    [InlineData("CPU implementer : many", null)]
    public void WhatIsNotKnownIsToldByItsNumbersOrNotAtAll(string text, string? model) => Assert.Equal(model, CpuModel.Parse(text).Model);
}
