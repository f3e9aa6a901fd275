using MlOps.Tests.Weaving.Support;
using MlOps.Weaving;
using static MlOps.Tests.Weaving.Support.Weaving;

namespace MlOps.Tests.Weaving;

public class UnmatchedTrackerTests
{
    private const string Trainer = """
        namespace Demo
        {
            public class Trainer
            {
                [Tracked] public int Train(int epochs) => epochs;
                public void Untracked() { }
            }
        }
        """;

    [Theory]
    [InlineData("Train", "int", "Demo.Trainer self", "long epochs")]
    [InlineData("Train", "int", "Demo.Trainer self", "int[] epochs")]
    [InlineData("Train", "long", "Demo.Trainer self", "int epochs")]
    [InlineData("Train", "int", "string self", "int epochs")]
    [InlineData("Train", "int", "int epochs")]
    [InlineData("Train", "int", "Demo.Trainer self")]
    [InlineData("Untracked", "void", "Demo.Trainer self")]
    [InlineData("Missing", "void")]
    public void ATrackerWithoutItsMethodIsAnErrorThatNamesIt(string method, string returns, params string[] parameters)
    {
        var error = Fails(Source(Trainer, Trackers.Of("Demo.Trainer", method, returns, parameters)));

        Assert.Equal("MLOPS9001", error.Code);
        Assert.Contains($"'Demo.Trainer.{method}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Rebuild", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheErrorPointsAtTheMethodThatAlmostFits()
    {
        var source = Source(Trainer, Trackers.Of("Demo.Trainer", "Train", "int", "Demo.Trainer self", "long epochs"));
        var error = Fails(source);

        Assert.Equal("Code.cs", Path.GetFileName(error.File));
        Assert.Contains("public int Train", source.Split('\n')[error.Line - 1], StringComparison.Ordinal);
        Assert.NotEqual(0, error.Column);
    }

    [Fact]
    public void AMethodThatTwoOverloadsFitIsAnError()
    {
        var error = Fails(Source(
            """
            namespace Demo
            {
                public class Trainer
                {
                    [Tracked] public int Train(int epochs) => epochs;
                    [Tracked] public static int Train(Trainer trainer, int epochs) => epochs;
                }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "int", "Demo.Trainer self", "int epochs")));

        Assert.Equal("MLOPS9002", error.Code);
        Assert.Contains("'Demo.Trainer.Train'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoLocalFunctionsThatFitAreAnErrorThatSaysToRenameOne()
    {
        var error = Fails(Source(
            """
            namespace Demo
            {
                public static class Trainer
                {
                    public static int Run()
                    {
                        static int First() { [Tracked] static int Train() => 1; return Train(); }
                        static int Second() { [Tracked] static int Train() => 2; return Train(); }
                        return First() + Second();
                    }
                }
            }
            """,
            new TrackerSource("Demo.Trainer", "Train", "int") { LocalTo = "Run" }));

        Assert.Equal("MLOPS9002", error.Code);
        Assert.Equal("'Demo.Trainer.Run.Train' cannot be tracked: more than one local function of that name fits. Rename one of them.", error.Message);
        Assert.NotEqual(0, error.Line);
    }

    [Fact]
    public void ALocalFunctionThatCapturesIsNotMistakenForItsTracker()
    {
        var error = Fails(Source(
            """
            namespace Demo
            {
                public static class Trainer
                {
                    public static int Run(int seed) { [Tracked] int Train() => seed; return Train(); }
                }
            }
            """,
            new TrackerSource("Demo.Trainer", "Train", "int") { LocalTo = "Run" }));

        Assert.Equal("MLOPS9001", error.Code);
    }

    [Fact]
    public void TwoTrackersForOneMethodAreAnError()
    {
        var tracker = Trackers.Of("Demo.Trainer", "Train", "int", "Demo.Trainer self", "int epochs");
        var error = Fails(Source(Trainer, tracker, tracker.Replace("_Tracked", "_Again", StringComparison.Ordinal)));

        Assert.Equal("MLOPS9002", error.Code);
    }

    [Theory]
    [InlineData(" Fingerprint()", " Renamed()")]
    [InlineData(" Invoke(", " Renamed(")]
    [InlineData(" Body(", " Renamed(")]
    [InlineData("Invoke(Demo.Trainer self, int", "Invoke(Demo.Trainer self, short")]
    [InlineData("Fingerprint() =>", "Fingerprint(int version = 1) =>")]
    public void ATrackerOfAnotherVersionIsAnError(string member, string renamed)
    {
        var tracker = Trackers.Of("Demo.Trainer", "Train", "int", "Demo.Trainer self", "int epochs");
        var error = Fails(Source(Trainer, tracker.Replace(member, renamed, StringComparison.Ordinal)));

        Assert.Equal("MLOPS9003", error.Code);
        Assert.Contains("Demo_Trainer_Train_Tracked", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllErrorsAreReportedAtOnce()
    {
        using var compiled = Compiled.From(Source(
            Trainer,
            Trackers.Of("Demo.Trainer", "First", "void"),
            Trackers.Of("Demo.Trainer", "Second", "void"),
            Trackers.Of("Demo.Trainer", "Train", "int", "Demo.Trainer self", "int epochs")));

        Assert.Equal(2, compiled.Weave().Errors.Count);
    }

    [Fact]
    public void AFileThatIsNoAssemblyIsAnError()
    {
        using var compiled = Compiled.From(Samples.Untracked);
        File.WriteAllText(compiled.AssemblyPath, "not an assembly");

        Assert.Equal("MLOPS9006", Assert.Single(compiled.Weave().Errors).Code);
    }

    private static WeaveError Fails(string source)
    {
        using var compiled = Compiled.From(source);
        var (assembly, symbols) = (compiled.Bytes, File.ReadAllBytes(compiled.SymbolPath));

        var result = compiled.Weave();

        Assert.Equal(WeaveOutcome.Failed, result.Outcome);
        Assert.Empty(result.Methods);
        Assert.Equal(assembly, compiled.Bytes);
        Assert.Equal(symbols, File.ReadAllBytes(compiled.SymbolPath));
        return Assert.Single(result.Errors);
    }
}
