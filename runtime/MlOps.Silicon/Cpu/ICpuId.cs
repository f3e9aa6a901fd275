using System.Runtime.Intrinsics.X86;

namespace MlOps.Silicon.Cpu;

/// <summary>The instruction of x86 processors that tells what they are; tests stand in for it.</summary>
internal interface ICpuId
{
    /// <summary>Asks; all zero where the processor has no such page.</summary>
    CpuIdPage Ask(uint leaf, uint subleaf = 0);
}

/// <summary>What one question is answered with: four registers.</summary>
internal readonly record struct CpuIdPage(uint Eax, uint Ebx, uint Ecx, uint Edx);

/// <summary>The processor that this process runs on; of another kind than x86, it tells nothing.</summary>
internal sealed class CpuId : ICpuId
{
    public static CpuId Instance { get; } = new();

    public CpuIdPage Ask(uint leaf, uint subleaf = 0)
    {
        if (!X86Base.IsSupported)
        {
            return default;
        }

        var (eax, ebx, ecx, edx) = X86Base.CpuId((int)leaf, (int)subleaf);
        return new((uint)eax, (uint)ebx, (uint)ecx, (uint)edx);
    }
}
