using CsCheck;
using MlOps.Data;

namespace MlOps.Tests.Data;

public sealed class PlainPointerTests
{
    private static readonly FileDigest s_digest = new("b7d1a0dd4a1c8e5b6a9c3b0a8a1e5f00", 150);

    [Fact]
    public void EveryPointerThatWeWriteIsUnderstood()
    {
        using var folder = new TempFolder();
        Gen.Select(Gen.String[Gen.Char["ab1-:#'\" ~[]{}ü.%&*!"], 1, 12], Gen.Long[0, long.MaxValue], Gen.Bool).Sample(
            (name, size, executable) =>
            {
                var digest = s_digest with { Size = size };
                folder.Write("x.dvc", DvcPointer.Format(name, digest, executable));
                File.Move(folder.PathOf("x.dvc"), folder.PathOf(name + ".dvc"), overwrite: true);
                return PlainPointer.Read(folder.PathOf(name), executable) == digest && PlainPointer.Read(folder.PathOf(name), !executable) is null;
            },
            iter: 500,
            threads: 1); // They share a folder.
    }

    [Theory]
    [InlineData("outs:\n", "# ours\nouts:\n")]
    [InlineData("\n", "\r\n")]
    [InlineData("  hash: md5\n", "")]
    [InlineData("a.csv", "b.csv")]
    [InlineData("size: 150", "size: -150")]
    [InlineData("path: a.csv\n", "path: a.csv")]
    [InlineData("path: a.csv\n", "path: a.csv\nmeta: {by: me}\n")]
    [InlineData("outs:\n- md5: b7d1a0dd4a1c8e5b6a9c3b0a8a1e5f00\n  size: 150\n  hash: md5\n  path: a.csv\n", "")]
    public void AnyOtherIsLeftToTheParser(string old, string @new)
    {
        using var folder = new TempFolder();
        folder.Write("a.csv.dvc", DvcPointer.Format("a.csv", s_digest).Replace(old, @new, StringComparison.Ordinal));
        Assert.Null(PlainPointer.Read(folder.PathOf("a.csv"), executable: false));
    }

    [Fact]
    public void NoneIsNone() => Assert.Null(PlainPointer.Read(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("n")), executable: false));
}
