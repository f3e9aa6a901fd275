using CsCheck;
using MlOps.Data;
using MlOps.Data.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MlOps.Tests.Data;

public class YamlScalarTests
{
    private static readonly FileDigest Empty = new("d41d8cd98f00b204e9800998ecf8427e", 0);

    // What may stand in a path on some system: everything but NUL and halves of surrogate pairs. U+0085 is left out, for
    // DVC writes it as we do and then reads a blank itself.
    private static readonly Gen<string> Names = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 1, 200],
        Gen.String[Gen.Char["ab 0123456789._-:#'\"\\,[]{}?!&*%@`|>~=<eExob+"], 1, 12],
        Gen.String[Gen.Char["a  b'"], 1, 300],
        Gen.OneOf(Gen.Int[1, 0x84], Gen.Int[0x86, 0xD7FF], Gen.Int[0xE000, 0x10FFFF]).Array[1, 60]
            .Select(static points => string.Concat(points.Select(char.ConvertFromUtf32))));

    public static TheoryData<string, string> Paths => Recorded("scalar_as_path");

    public static TheoryData<string, string> Digests => Recorded("scalar_as_md5");

    [Theory]
    [MemberData(nameof(Paths))]
    public void APathIsWrittenAsDvcWritesIt(string value, string yaml) =>
        Assert.Equal(yaml, DvcPointer.Format(value, Empty));

    [Theory]
    [MemberData(nameof(Digests))]
    public void AnMd5IsWrittenAsDvcWritesIt(string value, string yaml) =>
        Assert.Equal(yaml, DvcPointer.Format("f", new FileDigest(value, 0)));

    [Fact]
    public void EveryNameComesBackFromAPointerAsItWent() =>
        Names.Sample(static name => DvcPointer.Parse("x.dvc", DvcPointer.Format(name, Empty)).Outputs[0].Path == name, iter: 5_000);

    [Fact]
    public void EveryPointerIsYamlThatSaysTheSameToAnotherReader() => Names.Sample(
        static name =>
        {
            var parser = new Parser(new StringReader(DvcPointer.Format(name, Empty, executable: true)));
            var scalars = new List<string>();
            while (parser.MoveNext())
            {
                if (parser.Current is Scalar scalar)
                {
                    scalars.Add(scalar.Value);
                }
            }

            return scalars.SequenceEqual(["outs", "md5", Empty.Md5, "size", "0", "isexec", "true", "hash", "md5", "path", name]);
        },
        iter: 2_000);

    [Theory]
    [InlineData("1_000", false)]
    [InlineData("yes", true)]
    [InlineData("2024-01-01 10:00:00.5 +01:00", false)]
    [InlineData("_1", true)]
    [InlineData(".", true)]
    public void PlainTextMeansWhatYaml12AndDvcSayItMeans(string text, bool isString) =>
        Assert.Equal(isString, YamlTypes.IsString(text));

    private static TheoryData<string, string> Recorded(string group)
    {
        using var recorded = DvcCase.Document("yaml", "scalars");
        var data = new TheoryData<string, string>();
        foreach (var entry in recorded.RootElement.GetProperty(group).EnumerateArray())
        {
            data.Add(entry.GetProperty("value").GetString()!, entry.GetProperty("yaml").GetString()!);
        }

        return data;
    }
}
