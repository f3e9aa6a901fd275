using System.Text.Json;
using MlOps.Cli.Code;
using MlOps.Store;
using Spectre.Console;

namespace MlOps.Tests.Cli;

public sealed class CodeCommandTests
{
    private static readonly RecordedCode s_a = new(
        "aaaaaaaa11111111",
        "f1",
        "Debug",
        "10.0.401",
        new Dictionary<string, string> { ["Alpha"] = "1.0.0" },
        new([new("Demo.Trainer.Train()", "1"), new("Demo.Trainer.Step()", "2")], [new("Alpha, Version=1.0.0.0", "11111111-1")], ["System.Type.GetMethod in Demo.Trainer.Step()"]));

    private static readonly RecordedCode s_b = s_a with
    {
        RunId = "bbbbbbbb22222222",
        Fingerprint = "f2",
        Closure = new([new("Demo.Trainer.Train()", "9")], [new("Alpha, Version=1.0.0.0", "11111111-1")], []),
    };

    [Fact]
    public void ThePersonReadsWhichMethodsDifferAndWhatIsNotSeen()
    {
        var text = Print(CodeComparison.Of(s_a, s_b));
        Assert.Contains("The code of aaaaaaaa and bbbbbbbb is different.", text, StringComparison.Ordinal);
        Assert.Matches("changed +│ Demo.Trainer.Train\\(\\)", text);
        Assert.Matches("only in aaaaaaaa +│ Demo.Trainer.Step\\(\\)", text);
        Assert.Contains("System.Type.GetMethod in Demo.Trainer.Step()", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Alpha", text, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameCodeIsOneLineWhenNothingIsUnseen() => Assert.Equal(
        "The code of bbbbbbbb and bbbbbbbb is the same.",
        Print(CodeComparison.Of(s_b, s_b)).Trim());

    [Fact]
    public void ARunWithoutItsMethodsIsSaidToHaveNone()
    {
        var text = Print(CodeComparison.Of(s_a, s_b with { Closure = null }));
        Assert.Contains("Of bbbbbbbb only the fingerprint is recorded", text, StringComparison.Ordinal);
        Assert.DoesNotContain("only in", text, StringComparison.Ordinal);
    }

    [Fact]
    public void TheJsonHasTheAgreedShape()
    {
        using var buffer = new MemoryStream();
        CodeJson.Write(buffer, CodeComparison.Of(s_a, s_b with { Configuration = "Release" }));
        var json = JsonDocument.Parse(buffer.ToArray()).RootElement;

        Assert.Equal(["a", "b", "same", "explained", "methods", "references", "build", "packages", "unseen"], json.EnumerateObject().Select(static property => property.Name));
        Assert.Equal("""{"run_id":"aaaaaaaa11111111","fingerprint":"f1","configuration":"Debug","sdk":"10.0.401"}""", Compact(json.GetProperty("a")));
        Assert.False(json.GetProperty("same").GetBoolean());
        Assert.Equal("""[{"name":"Demo.Trainer.Step()","change":"only_a"},{"name":"Demo.Trainer.Train()","change":"changed"}]""", Compact(json.GetProperty("methods")));
        Assert.Equal("""[{"name":"configuration","a":"Debug","b":"Release"}]""", Compact(json.GetProperty("build")));
        Assert.Equal("""["System.Type.GetMethod in Demo.Trainer.Step()"]""", Compact(json.GetProperty("unseen")));
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);

    private static string Print(CodeComparison comparison)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 160;
        CodeText.Print(console, comparison);
        return text.ToString();
    }
}
