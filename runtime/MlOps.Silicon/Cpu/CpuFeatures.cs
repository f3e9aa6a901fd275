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
    internal static IEnumerable<string> BeyondRuntime(ICpuId cpu, bool is256Usable, bool is512Usable)
    {
        if (!is256Usable || cpu.Ask(Topmost).Eax < Extended)
        {
            yield break;
        }

        var first = cpu.Ask(Extended);
        var second = first.Eax >= 1 ? cpu.Ask(Extended, 1) : default;
        (string Name, bool IsThere)[] features =
        [
            ("AVX512VNNI", is512Usable && Bit(first.Ecx, 11)),
            ("AVX512BF16", is512Usable && Bit(second.Eax, 5)),
            ("AVX512FP16", is512Usable && Bit(first.Edx, 23)),
            ("AMX-TILE", Bit(first.Edx, 24)),
            ("AMX-INT8", Bit(first.Edx, 25)),
            ("AMX-BF16", Bit(first.Edx, 22)),
            ("AMX-FP16", Bit(second.Eax, 21)),
        ];
        foreach (var (name, isThere) in features)
        {
            if (isThere)
            {
                yield return name;
            }
        }
    }

    private static IEnumerable<string> OfRuntime()
    {
#pragma warning disable SYSLIB5003 // SVE may still change; whether the processor has it will not.
        (string Name, bool IsThere)[] features =
        [
            ("SSE4.2", Sse42.IsSupported),
            ("AVX", Avx.IsSupported),
            ("AVX2", Avx2.IsSupported),
            ("FMA", Fma.IsSupported),
            ("BMI1", Bmi1.IsSupported),
            ("BMI2", Bmi2.IsSupported),
            ("LZCNT", Lzcnt.IsSupported),
            ("POPCNT", Popcnt.IsSupported),
            ("AES", X86Aes.IsSupported || System.Runtime.Intrinsics.Arm.Aes.IsSupported),
            ("GFNI", Gfni.IsSupported),
            ("AVX-VNNI", AvxVnni.IsSupported),
            ("AVX-VNNI-INT8", AvxVnniInt8.IsSupported),
            ("AVX-VNNI-INT16", AvxVnniInt16.IsSupported),
            ("AVX512F", Avx512F.IsSupported),
            ("AVX512BW", Avx512BW.IsSupported),
            ("AVX512CD", Avx512CD.IsSupported),
            ("AVX512DQ", Avx512DQ.IsSupported),
            ("AVX512VBMI", Avx512Vbmi.IsSupported),
            ("AVX512VBMI2", Avx512Vbmi2.IsSupported),
            ("AVX10.1", Avx10v1.IsSupported),
            ("AVX10.2", Avx10v2.IsSupported),
            ("NEON", AdvSimd.IsSupported),
            ("DOTPROD", Dp.IsSupported),
            ("RDM", Rdm.IsSupported),
            ("CRC32", Crc32.IsSupported),
            ("SVE", Sve.IsSupported),
            ("SVE2", Sve2.IsSupported),
        ];
#pragma warning restore SYSLIB5003
        return features.Where(static feature => feature.IsThere).Select(static feature => feature.Name);
    }

    private static bool Bit(uint register, int bit) => (register >> bit & 1) != 0;
}
