using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace MlOps.Silicon.Cpu;

/// <summary>The instruction sets that matter to numeric work.</summary>
internal static class CpuFeatures
{
    private const uint Extended = 7, Topmost = 0;

    /// <summary>What code of this process can use: what the runtime uses itself, then what native libraries may use beyond it.</summary>
    public static IReadOnlyList<string> OfThisProcess() => [.. OfRuntime(), .. BeyondRuntime(CpuId.Instance, Avx2.IsSupported, Avx512F.IsSupported)];

    /// <summary>What the runtime has no instructions for and a processor of x86 may have all the same.</summary>
    /// <param name="cpu">The processor.</param>
    /// <param name="is256Usable">Whether the system keeps registers of 256 bits for each thread: without, the rest does not count.</param>
    /// <param name="is512Usable">Whether it keeps those of 512 bits.</param>
    internal static List<string> BeyondRuntime(ICpuId cpu, bool is256Usable, bool is512Usable)
    {
        if (!is256Usable || cpu.Ask(Topmost).Eax < Extended)
        {
            return [];
        }

        var first = cpu.Ask(Extended);
        var second = first.Eax >= 1 ? cpu.Ask(Extended, 1) : default;
        var features = new List<string>();
        Add(features, "AVX512VNNI", is512Usable && Bit(first.Ecx, 11));
        Add(features, "AVX512BF16", is512Usable && Bit(second.Eax, 5));
        Add(features, "AVX512FP16", is512Usable && Bit(first.Edx, 23));
        Add(features, "AMX-TILE", Bit(first.Edx, 24));
        Add(features, "AMX-INT8", Bit(first.Edx, 25));
        Add(features, "AMX-BF16", Bit(first.Edx, 22));
        Add(features, "AMX-FP16", Bit(second.Eax, 21));
        return features;
    }

    private static List<string> OfRuntime()
    {
        var features = new List<string>();
#pragma warning disable SYSLIB5003 // SVE may still change; whether the processor has it will not.
        Add(features, "SSE4.2", Sse42.IsSupported);
        Add(features, "AVX", Avx.IsSupported);
        Add(features, "AVX2", Avx2.IsSupported);
        Add(features, "FMA", Fma.IsSupported);
        Add(features, "BMI1", Bmi1.IsSupported);
        Add(features, "BMI2", Bmi2.IsSupported);
        Add(features, "LZCNT", Lzcnt.IsSupported);
        Add(features, "POPCNT", Popcnt.IsSupported);
        Add(features, "AES", X86Aes.IsSupported || System.Runtime.Intrinsics.Arm.Aes.IsSupported);
        Add(features, "GFNI", Gfni.IsSupported);
        Add(features, "AVX-VNNI", AvxVnni.IsSupported);
        Add(features, "AVX-VNNI-INT8", AvxVnniInt8.IsSupported);
        Add(features, "AVX-VNNI-INT16", AvxVnniInt16.IsSupported);
        Add(features, "AVX512F", Avx512F.IsSupported);
        Add(features, "AVX512BW", Avx512BW.IsSupported);
        Add(features, "AVX512CD", Avx512CD.IsSupported);
        Add(features, "AVX512DQ", Avx512DQ.IsSupported);
        Add(features, "AVX512VBMI", Avx512Vbmi.IsSupported);
        Add(features, "AVX512VBMI2", Avx512Vbmi2.IsSupported);
        Add(features, "AVX10.1", Avx10v1.IsSupported);
        Add(features, "AVX10.2", Avx10v2.IsSupported);
        Add(features, "NEON", AdvSimd.IsSupported);
        Add(features, "DOTPROD", Dp.IsSupported);
        Add(features, "RDM", Rdm.IsSupported);
        Add(features, "CRC32", Crc32.IsSupported);
        Add(features, "SVE", Sve.IsSupported);
        Add(features, "SVE2", Sve2.IsSupported);
#pragma warning restore SYSLIB5003
        return features;
    }

    private static void Add(List<string> features, string name, bool isThere)
    {
        if (isThere)
        {
            features.Add(name);
        }
    }

    private static bool Bit(uint register, int bit) => (register >> bit & 1) != 0;
}
