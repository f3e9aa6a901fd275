using System.Reflection.Metadata;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using MlOps.Tests.Weaving.Support;
using MlOps.Weaving;

namespace MlOps.Tests.Weaving;

public class SymbolTests
{
    private const string Tracker = "Demo_Trainer_Train_Tracked";

    public static TheoryData<DebugInformationFormat, OptimizationLevel> Formats => new()
    {
        { DebugInformationFormat.PortablePdb, OptimizationLevel.Debug },
        { DebugInformationFormat.PortablePdb, OptimizationLevel.Release },
        { DebugInformationFormat.Embedded, OptimizationLevel.Debug },
        { DebugInformationFormat.Embedded, OptimizationLevel.Release },
    };

    [Theory, MemberData(nameof(Formats))]
    public void TheSiblingHasTheLinesAndLocalsOfTheMethod(DebugInformationFormat format, OptimizationLevel optimization)
    {
        var options = new CompileOptions { Symbols = format, Optimization = optimization };
        using var original = Compiled.From(Samples.Trainer, options);
        using var woven = Compiled.Woven(Samples.Trainer, options);
        using var before = new Symbols(original);
        using var after = new Symbols(woven);

        var lines = before.Lines("Trainer", "Train");
        Assert.NotEmpty(lines);
        Assert.Equal(lines, after.Lines("Trainer", "<Train>Body"));
        Assert.Equal(before.Locals("Trainer", "Train"), after.Locals("Trainer", "<Train>Body"));
        Assert.Contains("total", after.Locals("Trainer", "<Train>Body"));
        Assert.Equal(before.Lines("<TrainAsync>d__1", "MoveNext"), after.Lines("<TrainAsync>d__1", "MoveNext"));
        Assert.Equal(before.Lines("Program", "Main"), after.Lines("Program", "Main"));
    }

    [Theory, MemberData(nameof(Formats))]
    public void MethodsThatTheWeaverWroteHaveNoLines(DebugInformationFormat format, OptimizationLevel optimization)
    {
        using var woven = Compiled.Woven(Samples.Trainer, new() { Symbols = format, Optimization = optimization });
        using var symbols = new Symbols(woven);

        Assert.Empty(symbols.Lines("Trainer", "Train"));
        Assert.Empty(symbols.Locals("Trainer", "Train"));
        Assert.Empty(symbols.Lines(Tracker, "Body"));
        Assert.Empty(symbols.Lines(Tracker, "Fingerprint"));
        Assert.NotEmpty(symbols.Lines(Tracker, "Invoke"));
    }

    [Theory, MemberData(nameof(Formats))]
    public void TheSymbolsBelongToTheWovenAssembly(DebugInformationFormat format, OptimizationLevel optimization)
    {
        using var woven = Compiled.Woven(Samples.Trainer, new() { Symbols = format, Optimization = optimization });
        using var symbols = new Symbols(woven);

        Assert.Equal(symbols.Id.Guid, symbols.Link.Guid);
        Assert.Equal(symbols.Id.Stamp, symbols.LinkStamp);
        Assert.Equal("App.pdb", symbols.Link.Path);
        Assert.Equal(format == DebugInformationFormat.PortablePdb, File.Exists(woven.SymbolPath));
    }

    [Theory, MemberData(nameof(Formats))]
    public void AStateMachineIsStartedByTheSiblingAndNamedAfterTheMethod(DebugInformationFormat format, OptimizationLevel optimization)
    {
        using var woven = Compiled.Woven(Samples.Trainer, new() { Symbols = format, Optimization = optimization });
        using var symbols = new Symbols(woven);
        using var loaded = new Loaded(woven);

        Assert.Equal("<TrainAsync>Body", symbols.KickoffOf("<TrainAsync>d__1"));
        var trainer = loaded.Assembly.GetType("Demo.Trainer")!;
        var owners = trainer.GetMethods((System.Reflection.BindingFlags)62)
            .Where(static method => method.CustomAttributes.Any(static attribute => attribute.AttributeType.Name == "AsyncStateMachineAttribute"));
        Assert.Equal("TrainAsync", Assert.Single(owners).Name);
    }

    [Fact]
    public void EditAndContinueMapsMoveWithTheCode()
    {
        var options = new CompileOptions { Optimization = OptimizationLevel.Debug };
        using var original = Compiled.From(Samples.Trainer, options);
        using var woven = Compiled.Woven(Samples.Trainer, options);
        using var before = new Symbols(original);
        using var after = new Symbols(woven);

        foreach (var method in new[] { "Train", "TrainAsync" })
        {
            var maps = before.Extras(before.Method("Trainer", method));
            Assert.NotEmpty(maps);
            Assert.Equal(maps, after.Extras(after.Method("Trainer", $"<{method}>Body")));
            Assert.Empty(after.Extras(after.Method("Trainer", method)));
        }
    }

    [Theory, MemberData(nameof(Formats))]
    public void SourceLinkEmbeddedSourceAndCompilerOptionsAreKept(DebugInformationFormat format, OptimizationLevel optimization)
    {
        var options = new CompileOptions { Symbols = format, Optimization = optimization, MapPaths = true };
        using var original = Compiled.From(Samples.Trainer, options);
        using var woven = Compiled.Woven(Samples.Trainer, options);
        using var before = new Symbols(original);
        using var after = new Symbols(woven);

        var ofModule = before.Contents(EntityHandle.ModuleDefinition);
        Assert.Contains(ofModule, static content => content.Contains("example.org", StringComparison.Ordinal));
        Assert.Equal(ofModule, after.Contents(EntityHandle.ModuleDefinition));
        Assert.NotEmpty(before.Contents(before.Pdb.Documents.Single()));
        Assert.Equal(before.Contents(before.Pdb.Documents.Single()), after.Contents(after.Pdb.Documents.Single()));
    }

    [Fact]
    public void NoTypePointsAtAWrongFile()
    {
        using var original = Compiled.From(Samples.Trainer);
        using var woven = Compiled.Woven(Samples.Trainer);
        using var before = new Symbols(original);
        using var after = new Symbols(woven);

        // The interface has no code, so the compiler notes its file; a copy of that note would be wrong after renumbering.
        Assert.Contains(before.Assembly.TypeDefinitions, type => before.Extras(type).Count > 0);
        Assert.DoesNotContain(after.Assembly.TypeDefinitions, type => after.Extras(type).Count > 0);
    }

    [Theory, MemberData(nameof(Formats))]
    public void AStackTraceNamesTheUsersFileAndLine(DebugInformationFormat format, OptimizationLevel optimization)
    {
        using var woven = Compiled.Woven(Samples.Trainer, new() { Symbols = format, Optimization = optimization });
        using var loaded = new Loaded(woven);
        var traces = loaded.Run().Where(static line => line.Contains("   at ", StringComparison.Ordinal)).ToList();
        var source = Samples.Trainer.Split('\n');
        string Place(string code) => $"in {woven.SourcePath}:line {Array.FindIndex(source, line => line.Contains(code, StringComparison.Ordinal)) + 1}";

        Assert.Equal(2, traces.Count);
        Assert.Matches($@"at Demo\.Trainer\.<Train>Body\(Int32 epochs\) {Escape(Place("total += Step(epoch);"))}", traces[0]);
        Assert.DoesNotMatch(@"_Tracked\.|at Demo\.Trainer\.Train\(", traces[0]); // The way there is nobody's business.
        Assert.Matches($@"at Demo\.Trainer\.TrainAsync\(Int32 epochs\) {Escape(Place("return rest();"))}", traces[1]);
    }

    [Theory]
    [InlineData(OptimizationLevel.Debug)]
    [InlineData(OptimizationLevel.Release)]
    public void AnAssemblyWithoutSymbolsIsWovenWithoutSymbols(OptimizationLevel optimization)
    {
        using var woven = Compiled.Woven(Samples.Trainer, new() { Symbols = null, Optimization = optimization });
        using var loaded = new Loaded(woven);

        Assert.False(File.Exists(woven.SymbolPath));
        Assert.Equal(["begin Train", "end Train", "12", "begin TrainAsync", "end TrainAsync", "8"], loaded.Run().Take(6));
    }

    [Theory]
    [InlineData("BSJB")]
    [InlineData("Microsoft C/C++ MSF 7.00")]
    public void SymbolsThatCannotBeKeptAreAnErrorAndNothingIsWritten(string start)
    {
        using var compiled = Compiled.From(Samples.Trainer);
        using var other = Compiled.From(Samples.Untracked);
        var foreign = start == "BSJB" ? File.ReadAllBytes(other.SymbolPath) : Encoding.ASCII.GetBytes(start);
        File.WriteAllBytes(compiled.SymbolPath, foreign);
        var bytes = compiled.Bytes;

        var result = compiled.Weave();

        Assert.Equal(WeaveOutcome.Failed, result.Outcome);
        Assert.Equal("MLOPS9004", Assert.Single(result.Errors).Code);
        Assert.Equal(bytes, compiled.Bytes);
        Assert.Equal(foreign, File.ReadAllBytes(compiled.SymbolPath));
    }

    private static string Escape(string text) => Regex.Escape(text);
}
