namespace MlOps.Silicon.Apple;

/// <summary>What speeds up numeric work on a Mac, by the switches of the kernel: newer systems name those of Arm as Arm does, older ones in their own way.</summary>
internal static class AppleFeatures
{
    private static readonly (string Feature, string[] Switches)[] s_features =
    [
        ("NEON", ["arm.AdvSIMD", "AdvSIMD", "neon"]),
        ("FP16", ["arm.FEAT_FP16", "neon_fp16"]),
        ("FHM", ["arm.FEAT_FHM", "armv8_2_fhm"]),
        ("FCMA", ["arm.FEAT_FCMA", "armv8_3_compnum"]),
        ("DOTPROD", ["arm.FEAT_DotProd"]),
        ("I8MM", ["arm.FEAT_I8MM"]),
        ("BF16", ["arm.FEAT_BF16"]),
        ("EBF16", ["arm.FEAT_EBF16"]),
        ("AMX", ["amx_version"]),
        ("SME", ["arm.FEAT_SME"]),
        ("SME2", ["arm.FEAT_SME2"]),
        ("SME2p1", ["arm.FEAT_SME2p1"]),
        ("SME-F64F64", ["arm.FEAT_SME_F64F64"]),
        ("SME-I16I64", ["arm.FEAT_SME_I16I64"]),
        ("SSE4.2", ["sse4_2"]),
        ("AVX", ["avx1_0"]),
        ("F16C", ["f16c"]),
        ("FMA", ["fma"]),
        ("AVX2", ["avx2_0"]),
        ("AVX512F", ["avx512f"]),
        ("AVX512BW", ["avx512bw"]),
        ("AVX512VL", ["avx512vl"]),
        ("AVX512VNNI", ["avx512vnni"]),
    ];

    public static IReadOnlyList<string> Read(ISysctl sysctl)
    {
        // One core may be asked what it can do; the kernel answers for all of them.
        return [.. s_features.Where(feature => feature.Switches.Any(name => sysctl.Number("hw.optional." + name) > 0)).Select(static feature => feature.Feature)];
    }
}
