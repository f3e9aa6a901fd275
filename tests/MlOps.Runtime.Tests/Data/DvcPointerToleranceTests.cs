using System.Text;
using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>What DVC accepts and refuses in pointers that people and other tools wrote.</summary>
public class DvcPointerToleranceTests
{
    // What our own verification says where DVC accepts the text; null is what DVC refuses with exit code 1.
    private static readonly Dictionary<string, string?> Expected = new()
    {
        ["CRLF line ends"] = "",
        ["UTF-8 BOM"] = "",
        ["no size"] = "",
        ["wrong size"] = "",
        ["keys in another order"] = "",
        ["all quoted, 2-space list indent"] = "",
        ["flow style (JSON)"] = "",
        ["meta: at top level and in out"] = "",
        ["dot-slash path"] = "",
        ["two outs"] = "",
        ["upper-case md5"] = DatasetException.ContentDiffers,
        ["no md5 at all"] = DatasetException.ContentDiffers,
        ["backslash path"] = DatasetException.PointerInvalid,
        ["unknown key x: 1 in out"] = null,
        ["unknown top-level key"] = null,
        ["hash: sha256 with sha256 key"] = null,
        ["duplicate key"] = null,
    };

    [Fact]
    public void EveryRecordedPointerIsAcceptedOrRefusedAsDvcDoes()
    {
        using var recorded = DvcCase.Open("tolerance", "hand_written_metafiles");
        var seen = new HashSet<string>();
        var written = "";
        foreach (var step in recorded.Steps.Where(static step => step.TryGetProperty("note", out _)))
        {
            var note = step.GetProperty("note").GetString()!;
            if (step.TryGetProperty("write", out var file))
            {
                written = file.GetString()!;
                recorded.Write(written, DvcCase.ContentOf(step));
            }
            else if (written == "f.txt.dvc")
            {
                var expected = Expected[note];
                Assert.Equal(expected is null ? 1 : 0, step.GetProperty("exit").GetInt32());
                Assert.Equal($"{note}: {expected ?? DatasetException.PointerInvalid}", $"{note}: {Verify(recorded)}");
                seen.Add(note);
            }
        }

        Assert.Equal(Expected.Keys.Order(), seen.Order());
    }

    [Theory]
    [InlineData("outs:\n- md5: a\n  path: f.txt\n  x: 1\n", 4, "no key 'x'")]
    [InlineData("outs:\n- md5: a\n  md5: a\n  path: f.txt\n", 3, "key 'md5' stands twice")]
    [InlineData("outs:\n- path: f.txt\n  meta:\n    a: 1\n    a: 2\n", 5, "key 'a' stands twice")]
    [InlineData("deps:\n- path: a\n  nonsense: 1\nouts:\n- path: f.txt\n", 3, "no key 'nonsense'")]
    [InlineData("outs:\n- md5: a\n  hash: sha256\n  path: f.txt\n", 3, "hash 'sha256' is not known")]
    [InlineData("outs:\n- md5: a\n  size: big\n  path: f.txt\n", 3, "size 'big' is not a whole number")]
    [InlineData("outs:\n- md5: 1234567e890123456789012345678901\n  path: f.txt\n", 2, "must stand in quotes")]
    [InlineData("outs:\n- path: 12\n", 2, "must stand in quotes")]
    [InlineData("outs:\n- md5: a\n", 2, "has no path")]
    [InlineData("outs:\n- md5: *a\n  path: f.txt\n", 2, "not a single value")]
    [InlineData("outs: f.txt\n", 1, "is not a list")]
    [InlineData("outs:\n- f.txt\n", 2, "is not a group of keys")]
    [InlineData("outs: []\n", 1, "names no file")]
    [InlineData("", 1, "there is no 'outs:'")]
    [InlineData("outs:\n- path: f.txt\n---\nouts: []\n", 3, "second document")]
    [InlineData("outs:\n- path: 'f.txt\n", 2, "not valid YAML")]
    [InlineData("outs:\n- path: \"a\\0b\"\n", 2, "NUL")]
    public void AFaultIsNamedWithFileLineProblemAndCure(string text, int line, string problem)
    {
        var error = Assert.Throws<DvcFormatException>(() => DvcPointer.Parse("data/f.txt.dvc", text));

        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Equal(line, error.Line);
        Assert.Equal("data/f.txt.dvc", error.File);
        Assert.NotEmpty(error.Cure);
        Assert.StartsWith($"data/f.txt.dvc({line}): ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APointerOfMoreThanOneMebibyteIsRefused()
    {
        using var folder = new TempFolder();
        var file = folder.Write("f.dvc", "outs:\n- path: f\n#" + new string('x', DvcPointer.MaxSize));
        Assert.Contains("1024 KiB", Assert.Throws<DvcFormatException>(() => DvcPointer.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APointerThatIsNotUtf8IsRefused()
    {
        using var folder = new TempFolder();
        var file = folder.PathOf("f.dvc");
        File.WriteAllBytes(file, [.. "outs:\n- path: "u8, 0xFF, .. "\n"u8]);
        Assert.Contains("UTF-8", Assert.Throws<DvcFormatException>(() => DvcPointer.Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void NestingWithoutEndIsRefusedAndNotFollowed(string level)
    {
        var text = new StringBuilder("meta: ").Insert(6, level, 20_000).ToString();
        Assert.Throws<DvcFormatException>(() => DvcPointer.Parse("f.dvc", text));
    }

    [Fact]
    public void AReferenceUnderMetaIsAcceptedAndNeverExpanded()
    {
        var laughs = new StringBuilder("meta:\n  a0: &a0 [x, x]\n");
        for (var level = 1; level < 50; level++)
        {
            laughs.Append($"  a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n");
        }

        var pointer = DvcPointer.Parse("f.dvc", laughs.Append("outs:\n- path: f\n").ToString());
        Assert.Equal("f", Assert.Single(pointer.Outputs).Path);
    }

    private static string Verify(DvcCase recorded)
    {
        try
        {
            DatasetVersioner.Version(
                recorded.PathOf("f.txt"), DatasetMode.Verify, recorded.Folder.Root, cancellationToken: TestContext.Current.CancellationToken);
            return "";
        }
        catch (DatasetException problem)
        {
            return problem.Code;
        }
    }
}
