using CsCheck;
using MlOps.Data;
using MlOps.Data.Yaml;
using YamlDotNet.Core;

namespace MlOps.Tests.Data;

public sealed class PlainYamlTests
{
    private static readonly FileDigest s_digest = new("b7d1a0dd4a1c8e5b6a9c3b0a8a1e5f00", 150);

    private static readonly Gen<string> s_words = Among(
        "outs", "deps", "md5", "path", "size", "x_1", "Ab", "true", "12", "1.5", "a/b.csv", ".", "..", "-", "_", "/x", "a-", "-a", "'q'", "a b", "~", "é", "", "#c", "a#", "&r", "|");

    private static readonly Gen<string> s_lines = Gen.Select(
        Among("", "- ", "  ", " ", "    ", "-", "\t"), s_words, Among(":", ": ", ":  ", "", " : "), s_words, Among("\n", "\n", "\n", "\n", "", "\r\n", "\n\n", " \n"),
        static (start, key, colon, value, end) => start + key + colon + value + end);

    [Fact]
    public void APointerAsWeAndDvcWriteItIsPlain()
    {
        AssertSame(DvcPointer.Format("iris.csv", s_digest));
        AssertSame(DvcPointer.Format("a-b/c_d.9", s_digest, executable: true));
        AssertSame("outs:\n- md5: d751713988987e9331980363e24189ce.dir\n  size: 0\n  nfiles: 0\n  hash: md5\n  path: images\n");
        AssertSame("deps:\n- path: a\nouts:\n- path: a\n  size: 1\n- path: b\n");
    }

    [Theory]
    [InlineData("outs: []\n")]
    [InlineData("outs:\n- path: a")]
    [InlineData("outs:\n- path: a\r\n")]
    [InlineData("outs:\n- path: a # ours\n")]
    [InlineData("outs:\n- path: 'a'\n")]
    [InlineData("outs:\n- path: a\n  path: b\n")]
    [InlineData("outs:\n- path: a\n   size: 1\n")]
    [InlineData("outs:\n  - path: a\n")]
    [InlineData("outs:\n- path: a\nouts:\n- path: b\n")]
    [InlineData("outs:\n- path: a\n  meta:\n    by: me\n")]
    [InlineData("frozen: true\nouts:\n- path: a\n")]
    [InlineData("")]
    public void AnyOtherIsLeftToTheLibrary(string text) => Assert.Null(PlainYaml.Read(text));

    [Fact]
    public void WhatItReadsTheLibraryReadsAlike() => s_lines.Array[1, 6].Sample(
        static lines =>
        {
            var text = string.Concat(lines);
            if (PlainYaml.Read(text) is not null)
            {
                AssertSame(text);
            }
        },
        iter: 200_000);

    [Fact]
    public void WhatItReadsOfDvcsKeysTheLibraryReadsAlike() => Gen.Select(
        Among("outs:\n", "deps:\n- path: x\nouts:\n"),
        Gen.Select(Among("- ", "  ", "  ", "  "), Among("md5", "size", "path", "hash"), s_words, static (start, key, value) => $"{start}{key}: {value}\n").Array[1, 8],
        static (start, lines) => start + string.Concat(lines)).Sample(
        static text =>
        {
            if (PlainYaml.Read(text) is not null)
            {
                AssertSame(text);
            }
        },
        iter: 50_000);

    private static Gen<string> Among(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static void AssertSame(string text) => Assert.Equal(Told(YamlReader.Read(text)!), Told(PlainYaml.Read(text)!));

    private static string Told(YamlNode node) => node switch
    {
        YamlText text => text.ToString(),
        YamlList list => $"[{list.Start}-{list.End} {list.Line}:{list.Column} {string.Join(", ", list.Items.Select(Told))}]",
        YamlMap map => $"{{{map.Flow} {map.Start}-{map.End} {map.Line}:{map.Column} {string.Join(", ", map.Entries.Select(static entry => Told(entry.Key) + " = " + Told(entry.Value)))}}}",
        _ => throw new YamlException(node.ToString()),
    };
}
