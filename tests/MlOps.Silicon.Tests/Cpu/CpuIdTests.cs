using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using MlOps.Silicon.Cpu;

namespace MlOps.Tests.Cpu;

public sealed class CpuIdTests
{
    [Fact]
    public void AMatrixUnitIsSeenInThePagesOfASapphireRapids()
    {
        var cpu = new FakeCpu { [0] = new(0x20, 0, 0, 0), [7] = new(2, 0, 1 << 11, (1 << 22) | (1 << 23) | (1 << 24) | (1 << 25)), [(7, 1)] = new(1 << 5, 0, 0, 0) };
        Assert.Equal(
            ["AVX512VNNI", "AVX512BF16", "AVX512FP16", "AMX-TILE", "AMX-INT8", "AMX-BF16"],
            CpuFeatures.BeyondRuntime(cpu, is256Usable: true, is512Usable: true));
    }

    [Fact]
    public void RegistersThatTheSystemDoesNotKeepDoNotCount()
    {
        var cpu = new FakeCpu { [0] = new(0x20, 0, 0, 0), [7] = new(2, uint.MaxValue, uint.MaxValue, uint.MaxValue), [(7, 1)] = new(uint.MaxValue, 0, 0, 0) };
        Assert.Equal(["AMX-TILE", "AMX-INT8", "AMX-BF16", "AMX-FP16"], CpuFeatures.BeyondRuntime(cpu, is256Usable: true, is512Usable: false));
        Assert.Empty(CpuFeatures.BeyondRuntime(cpu, is256Usable: false, is512Usable: false));
    }

    [Fact]
    public void PagesThatAreNotThereAreNotRead()
    {
        // Processors of Intel answer what they do not have with the last page they have.
        var old = new FakeCpu { [0] = new(6, 0, 0, 0), [7] = new(1, uint.MaxValue, uint.MaxValue, uint.MaxValue) };
        Assert.Empty(CpuFeatures.BeyondRuntime(old, is256Usable: true, is512Usable: true));
        var noSecond = new FakeCpu { [0] = new(7, 0, 0, 0), [7] = new(0, 0, 0, 0), [(7, 1)] = new(uint.MaxValue, 0, 0, 0) };
        Assert.Empty(CpuFeatures.BeyondRuntime(noSecond, is256Usable: true, is512Usable: true));
    }

    [Theory]
    [InlineData("KVMKVMKVM\0\0\0", "KVM")]
    [InlineData("Microsoft Hv", "Hyper-V")]
    [InlineData("VMwareVMware", "VMware")]
    [InlineData("XenVMMXenVMM", "Xen")]
    [InlineData("VirtualApple", "Apple")]
    [InlineData("bhyve bhyve ", "bhyve")]
    [InlineData("TCGTCGTCGTCG", "QEMU")]
    [InlineData("NewVisor\0\0\0\0", "NewVisor")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0", "unknown")]
    [InlineData("\u0001\u0002\u0003\0\0\0\0\0\0\0\0\0", "unknown")]
    public void AHypervisorIsNamed(string vendor, string name) =>
        Assert.Equal(name, Hypervisor.Of(new FakeCpu { [1] = InGuest, [0x4000_0000] = Page(vendor) }));

    [Fact]
    public void WithoutTheBitThereIsNoHypervisor() =>
        Assert.Null(Hypervisor.Of(new FakeCpu { [0x4000_0000] = Page("KVMKVMKVM\0\0\0") }));

    [Fact]
    public void TheHostOfHyperVIsNoVirtualMachine() =>
        Assert.Null(Hypervisor.Of(new FakeCpu { [1] = InGuest, [0x4000_0000] = Page("Microsoft Hv"), [0x4000_0003] = new(0, 1, 0, 0) }));

    [Fact]
    public void KvmIsSeenBehindTheFaceOfHyperV() =>
        Assert.Equal("KVM", Hypervisor.Of(new FakeCpu { [1] = InGuest, [0x4000_0000] = Page("Microsoft Hv"), [0x4000_0100] = Page("KVMKVMKVM\0\0\0") }));

    [Fact]
    public void ThisProcessHasWhatTheRuntimeHas()
    {
        var features = CpuFeatures.OfThisProcess();
        Assert.Equal(features.Distinct(), features);
        Assert.Equal(Avx2.IsSupported, features.Contains("AVX2"));
        Assert.Equal(RuntimeInformation.ProcessArchitecture == Architecture.Arm64, features.Contains("NEON"));
        Assert.Equal(Vector128.IsHardwareAccelerated, features.Count > 0);
    }

    [Fact]
    public void TheKernelSeesTheSameHypervisor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && X86Base.IsSupported, "needs Linux on x86");
        var isGuest = File.ReadLines("/proc/cpuinfo").First(line => line.StartsWith("flags", StringComparison.Ordinal)).Split(' ').Contains("hypervisor");
        Assert.Equal(isGuest, Hypervisor.OfThisMachine() is not null);
    }

    private static CpuIdPage InGuest => new(0, 0, 1u << 31, 0);

    private static CpuIdPage Page(string vendor)
    {
        var registers = MemoryMarshal.Cast<byte, uint>(Encoding.ASCII.GetBytes(vendor));
        return new(0, registers[0], registers[1], registers[2]);
    }

    private sealed class FakeCpu : ICpuId
    {
        private readonly Dictionary<(uint Leaf, uint Subleaf), CpuIdPage> _pages = [];

        public CpuIdPage this[uint leaf]
        {
            set => _pages[(leaf, 0)] = value;
        }

        public CpuIdPage this[(uint Leaf, uint Subleaf) page]
        {
            set => _pages[page] = value;
        }

        public CpuIdPage Ask(uint leaf, uint subleaf = 0) => _pages.GetValueOrDefault((leaf, subleaf));
    }
}
