namespace MlOps.Models.Onnx;

/// <summary>Which release of ONNX first reads a file, as its table of versions says.</summary>
internal static class OnnxRelease
{
    private static readonly (long IrVersion, long Opset, string Release)[] s_releases =
    [
        (3, 7, "1.2.1"), (3, 8, "1.3.0"), (4, 9, "1.4.1"), (5, 10, "1.5.0"), (6, 11, "1.6.0"), (7, 12, "1.7.0"), (7, 13, "1.8.0"),
        (7, 14, "1.9.0"), (8, 15, "1.10.0"), (8, 16, "1.11.0"), (8, 17, "1.12.0"), (8, 18, "1.13.0"), (9, 19, "1.14.0"), (9, 20, "1.15.0"),
        (10, 21, "1.16.0"), (10, 22, "1.17.0"), (11, 23, "1.18.0"), (12, 24, "1.19.0"), (13, 25, "1.20.0"),
    ];

    /// <returns>The release, or <see langword="null"/> for a file that is newer than all that are known here.</returns>
    public static string? Of(OnnxFile file) =>
        s_releases.FirstOrDefault(release => release.IrVersion >= file.IrVersion && release.Opset >= file.Opset).Release;
}
