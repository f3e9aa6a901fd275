using CsCheck;
using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>Bringing a pointer in step changes the values that changed and not one character more.</summary>
public class DvcPointerRewriteTests
{
    private const string OldMd5 = "0f723ae7f9bf07744445e93ac5595156";
    private const string NewMd5 = "5bbf5a52328e7439ae6e719dfe712200";

    private static readonly FileDigest New = new(NewMd5, 4);

    [Theory]
    [InlineData("# kept\nouts:\n- md5: OLD  # kept too\n  size: 12\n  hash: md5\n  path: f.txt\n  desc: |\n    text\nmeta:\n  by: me\n")]
    [InlineData("outs:\r\n- md5: OLD\r\n  size: 12\r\n  hash: md5\r\n  path: f.txt\r\n")]
    [InlineData("{\"outs\": [{\"md5\": \"OLD\", \"size\": 12, \"hash\": \"md5\", \"path\": \"f.txt\"}]}")]
    [InlineData("outs:\n  - path: \"f.txt\"\n    hash: \"md5\"\n    size: 12\n    md5: \"OLD\"\n")]
    [InlineData("meta: {\"ünïcode\": \"😀\"}\nouts:\n- md5: OLD\n  size: 12\n  hash: md5\n  path: f.txt\n")]
    [InlineData("outs:\n- md5: 11111111111111111111111111111111x\n  path: other\n- md5: OLD\n  size: 12\n  hash: md5\n  path: f.txt\n  meta:\n    sha256: abc\n")]
    public void OnlyTheDigestAndTheSizeChange(string template)
    {
        var old = template.Replace("OLD", OldMd5, StringComparison.Ordinal);
        var expected = template.Replace("OLD", NewMd5, StringComparison.Ordinal).Replace("size: 12", "size: 4", StringComparison.Ordinal)
            .Replace("\"size\": 12", "\"size\": 4", StringComparison.Ordinal);

        Assert.Equal(expected, Rewrite(old));
    }

    [Theory]
    [InlineData("outs:\n- path: f.txt\n", "outs:\n- path: f.txt\n  md5: NEW\n  size: 4\n  hash: md5\n")]
    [InlineData("outs:\n- path: f.txt", "outs:\n- path: f.txt\n  md5: NEW\n  size: 4\n  hash: md5")]
    [InlineData("outs:\n- md5: OLD\n  path: f.txt # c\n", "outs:\n- md5: NEW\n  path: f.txt # c\n  size: 4\n  hash: md5\n")]
    [InlineData("outs:\n- md5:\n  path: f.txt\n", "outs:\n- md5: NEW\n  path: f.txt\n  size: 4\n  hash: md5\n")]
    [InlineData("outs:\n- path: f.txt\n  meta:\n    a:\n    - b\nmeta: x\n", "outs:\n- path: f.txt\n  meta:\n    a:\n    - b\n  md5: NEW\n  size: 4\n  hash: md5\nmeta: x\n")]
    [InlineData("outs:\n- path: f.txt\n  desc: |\n    a\n    b\nmeta: x\n", "outs:\n- path: f.txt\n  desc: |\n    a\n    b\n  md5: NEW\n  size: 4\n  hash: md5\nmeta: x\n")]
    [InlineData("{outs: [{path: f.txt}]}", "{outs: [{path: f.txt, \"md5\": NEW, \"size\": 4, \"hash\": md5}]}")]
    [InlineData("outs:\n- md5: OLD\n  size: 1\n  isexec: true\n  hash: md5\n  path: f.txt\n", "outs:\n- md5: NEW\n  size: 4\n  hash: md5\n  path: f.txt\n")]
    public void KeysThatWereMissingGoLast(string old, string expected) => Assert.Equal(
        expected.Replace("NEW", NewMd5, StringComparison.Ordinal),
        Rewrite(old.Replace("OLD", OldMd5, StringComparison.Ordinal)));

    [Fact]
    public void AFileMadeExecutableIsMarkedSo()
    {
        var pointer = DvcPointer.Parse("f.txt.dvc", "outs:\n- md5: " + OldMd5 + "\n  size: 1\n  hash: md5\n  path: f.txt\n");
        Assert.EndsWith("path: f.txt\n  isexec: true\n", pointer.With(pointer.Outputs[0], New, executable: true), StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameContentIsTheSameText()
    {
        const string Text = "outs: # c\n-   md5:   " + NewMd5 + "\n    size: 4\n    path: f.txt\n";
        Assert.Equal(Text, Rewrite(Text));
    }

    [Fact]
    public void AnyDigestGoesInAndComesOutOfAnyStyle() =>
        Gen.Select(Gen.Char["0123456789abcdefe"].Array[32], Gen.Long[0, long.MaxValue], Gen.Int[0, 3]).Sample(static (md5, size, style) =>
        {
            var digest = new FileDigest(new string(md5), size);
            var old = style switch
            {
                0 => DvcPointer.Format("f.txt", new FileDigest(OldMd5, 12)),
                1 => "{\"outs\": [{\"md5\": \"" + OldMd5 + "\", \"size\": 12, \"hash\": \"md5\", \"path\": \"f.txt\"}]}",
                2 => "outs: [{path: f.txt}]\n",
                _ => "outs:\n- path: f.txt\n  meta: {a: [b, c]}\n",
            };
            var changed = DvcPointer.Parse("f.txt.dvc", Rewrite(old, digest)).Outputs[0];
            return changed.Md5 == digest.Md5 && changed.Size == digest.Size && changed.Path == "f.txt"
                && (style != 0 || Rewrite(old, digest) == DvcPointer.Format("f.txt", digest));
        });

    private static string Rewrite(string text) => Rewrite(text, New);

    private static string Rewrite(string text, FileDigest digest)
    {
        var pointer = DvcPointer.Parse("f.txt.dvc", text);
        return pointer.With(pointer.OutputFor("f.txt")!, digest);
    }
}
