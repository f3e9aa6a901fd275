using System.Text;
using System.Text.Json;
using CsCheck;
using MlOps.Data;
using MlOps.Data.Md5;
using MlOps.Data.Trees;

namespace MlOps.Tests.Data.Trees;

public sealed class DirObjectTests
{
    private const string Md5 = "d41d8cd98f00b204e9800998ecf8427e";

    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.String[Gen.Char["ab-.\"\\ \t\u007f'+<>&é～\ue000"], 1, 6],
        Gen.Const("😀"),
        Gen.Const("日本"));

    /// <summary>Every folder that DVC was seen to record.</summary>
    public static TheoryData<string, string> Recorded()
    {
        var cases = new TheoryData<string, string>();
        foreach (var group in (string[])["pipeline", "replay"])
        {
            foreach (var name in DvcCase.NamesIn(group))
            {
                using var document = DvcCase.Document(group, name);
                if (ObjectsOf(document).Length > 0)
                {
                    cases.Add(group, name);
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void WhatIsReadIsWrittenByteForByteAndNamedAlike(string group, string name)
    {
        using var document = DvcCase.Document(group, name);
        foreach (var (file, text) in ObjectsOf(document))
        {
            var entries = DirObject.Read(file, Encoding.UTF8.GetBytes(text));
            Assert.Equal(text, Encoding.ASCII.GetString(Written(entries)));
            Assert.Equal(file.Split('/')[^2] + file.Split('/')[^1], DirObject.DigestOf(entries).Md5 + DirObject.Extension);
        }
    }

    [Fact]
    public void AnyNamesAreReadBackInTheOrderOfTheirCodePoints() =>
        Names.Array[1, 3].Select(static parts => string.Join('/', parts)).Array[0, 20].Sample(
            static paths =>
            {
                var distinct = paths.Where(static path => DirObject.IsInside(path) && !path.Split('/').Contains("..")).Distinct()
                    .Where(path => !paths.Any(other => other != path && (other + "/").StartsWith(path + "/", StringComparison.Ordinal))).ToArray();
                var written = Written([.. distinct.Select(static path => new TreeEntry(path, Md5Value.Of([])))]);
                var read = DirObject.Read("x.dir", written).Select(static entry => entry.Path).ToArray();
                return read.Order(StringComparer.Ordinal).SequenceEqual(distinct.Order(StringComparer.Ordinal))
                    && read.SequenceEqual(distinct.OrderBy(static path => string.Concat(path.EnumerateRunes().Select(static rune => $"{rune.Value:x8}")), StringComparer.Ordinal));
            },
            iter: 2_000);

    [Theory]
    [InlineData("../out")]
    [InlineData("a/../../out")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a/")]
    [InlineData("")]
    [InlineData("a\\u0000b")]
    public void APathThatLeavesTheFolderIsRefused(string path) => AssertRefused($$"""[{"md5": "{{Md5}}", "relpath": "{{path}}"}]""", "a path inside the folder");

    [Theory]
    [InlineData("""{"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "a"}""", "JSON list")]
    [InlineData("""[{"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "a"}] 1""", "JSON list")]
    [InlineData("""[{"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "a"}""", "JSON list")]
    [InlineData("""["a"]""", "JSON list")]
    [InlineData("""[{"md5": 5, "relpath": "a"}]""", "JSON list")]
    [InlineData("""[{"relpath": "a"}]""", "32 hex digits")]
    [InlineData("""[{"md5": "../../../etc/passwd", "relpath": "a"}]""", "32 hex digits")]
    [InlineData("""[{"md5": "D41D8CD98F00B204E9800998ECF8427E", "relpath": "a"}]""", "32 hex digits")]
    [InlineData("""[{"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "a"}, {"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "a"}]""", "twice")]
    [InlineData("""[{"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "a"}, {"md5": "d41d8cd98f00b204e9800998ecf8427e", "relpath": "a/b"}]""", "as a file and as a folder")]
    [InlineData("""[[[[[[[[[[[[]]]]]]]]]]]]""", "JSON list")]
    public void WhatIsNoListOfFilesIsRefused(string text, string words) => AssertRefused(text, words);

    [Fact]
    public void WhatOtherVersionsAddIsPassedBy() =>
        Assert.Equal("a", Assert.Single(DirObject.Read("x.dir", Encoding.UTF8.GetBytes($$"""[{"size": 3, "relpath":"a","meta":{"x":[1]},"md5":"{{Md5}}"}]"""))).Path);

    private static void AssertRefused(string text, string words)
    {
        var fault = Assert.Throws<DvcFormatException>(() => DirObject.Read("cache/x.dir", Encoding.UTF8.GetBytes(text)));
        Assert.StartsWith("cache/x.dir(1): ", fault.Message);
        Assert.Contains(words, fault.Message);
    }

    private static byte[] Written(TreeEntry[] entries)
    {
        using var output = new MemoryStream();
        DirObject.Write(output, entries);
        return output.ToArray();
    }

    private static (string File, string Text)[] ObjectsOf(JsonDocument document) =>
    [
        .. document.RootElement.GetProperty("steps").EnumerateArray()
            .Where(static step => step.TryGetProperty("snapshot", out _))
            .Select(static step => step.GetProperty("snapshot"))
            .Where(static snapshot => snapshot.TryGetProperty("dir_objects", out _))
            .SelectMany(static snapshot => snapshot.GetProperty("dir_objects").EnumerateObject())
            .Select(static entry => (entry.Name, entry.Value.GetString()!)),
    ];
}
