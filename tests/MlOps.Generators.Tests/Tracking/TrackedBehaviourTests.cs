using MlOps.Store;
using MlOps.Tests.Support;

namespace MlOps.Tests.Tracking;

/// <summary>What tracked code does when it runs. Each test has a namespace of its own, by which it finds its runs.</summary>
public sealed class TrackedBehaviourTests
{
    [Fact]
    public void AResultIsReturnedAndRecorded()
    {
        using var program = new WovenProgram("""
            namespace Returned
            {
                public record Options(int Epochs, double Rate, string? Note, DayOfWeek Day);
                public record Result(double Accuracy, int? Rounds, int? None, string Text);
                public static class T
                {
                    [Tracked(Experiment = "returned")]
                    public static Result Train(Options options, Guid id, List<int> rows) { Run.Current.Log("loss", 0.5, 9); return new(options.Rate * 2, 4, null, "x"); }
                }
            }
            class Program { static object Main() => Returned.T.Train(new(3, 0.25, null, DayOfWeek.Friday), Guid.Empty, new()); }
            """);

        Assert.Equal("Result { Accuracy = 0.5, Rounds = 4, None = , Text = x }", program.Main()!.ToString());
        var run = Only("Returned.T.Train");
        Assert.Equal("returned", run.Run.Experiment);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["options.epochs"] = "3",
                ["options.rate"] = "0.25",
                ["options.note"] = "null",
                ["options.day"] = "Friday",
                ["id"] = Guid.Empty.ToString(),
            },
            run.Params);
        Assert.Equal(["accuracy", "loss", "rounds"], run.Metrics.Keys);
        Assert.Matches("^[0-9a-f]{64}$", run.Tags["mlops.code.fingerprint"]);
    }

    [Fact]
    public void ParametersMayBeNamedAsTheGeneratedCodeNamesThings()
    {
        using var program = new WovenProgram("""
            namespace Named
            {
                public class T
                {
                    [Tracked]
                    public int Train(int run, int result, int error, int fault, int self, int Body, int Method, int Fingerprint, int LogParams, int @class, int await) =>
                        run + result + error + fault + self + Body + Method + Fingerprint + LogParams + @class + await;
                }
            }
            class Program { static object Main() => new Named.T().Train(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11); }
            """);

        Assert.Equal(66, program.Main());
        var run = Only("Named.T.Train");
        Assert.Equal(
            ["await", "body", "class", "error", "fault", "fingerprint", "log_params", "method", "result", "run", "self"],
            run.Params.Keys);
        Assert.Equal(66, run.Metrics["result"].Last);
    }

    [Fact]
    public void NamesThatLookAlikeWhenJoinedStayApart()
    {
        using var program = new WovenProgram("""
            namespace Joined
            {
                public static class A { [Tracked] public static int B_C() => 1; public static class B { [Tracked] public static int C() => 2; } }
                public static class A_B { [Tracked] public static int C() => 3; }
            }
            class Program { static object Main() => Joined.A.B_C() * 100 + Joined.A.B.C() * 10 + Joined.A_B.C(); }
            """);

        Assert.Equal(123, program.Main());
        Assert.Equal(1, Only("Joined.A.B_C").Metrics["result"].Last);
        Assert.Equal(2, Only("Joined.A.B.C").Metrics["result"].Last);
        Assert.Equal(3, Only("Joined.A_B.C").Metrics["result"].Last);
    }

    [Fact]
    public void NamesThatDifferInCaseOnlyStayApart()
    {
        using var program = new WovenProgram("""
            #pragma warning disable CS8981
            namespace Cased
            {
                public static class T { [Tracked] public static int Train() => 1; [Tracked] public static int train() => 2; [Tracked] public static int Train2(int run, int run_) => run + run_; [Tracked] public static int Train(int seed) => seed; }
                public static class t { [Tracked] public static int Train() => 3; }
            }
            class Program { static object Main() => Cased.T.Train() * 100 + Cased.T.train() * 10 + Cased.t.Train() + Cased.T.Train2(1000, 1000) + Cased.T.Train(0); }
            """);

        Assert.Equal(2123, program.Main());
        Assert.Equal([1, 0], WovenProgram.RunsOf("Cased.T.Train").Select(static run => run.Metrics["result"].Last));
        Assert.Equal(2000, Only("Cased.T.Train2").Metrics["result"].Last);
        Assert.Equal(2, Only("Cased.T.train").Metrics["result"].Last);
        Assert.Equal(3, Only("Cased.t.Train").Metrics["result"].Last);
    }

    [Fact]
    public void MembersThatNobodyMayUseAreLeftOut()
    {
        using var program = new WovenProgram("""
            namespace Forbidden
            {
                public class Options
                {
                    public int Used => 1;
                    [Obsolete("Soon gone.")] public int Old => 2;
                    [Obsolete("Gone.", true)] public int Gone => 3;
                    [System.Diagnostics.CodeAnalysis.Experimental("X1")] public int New => 4;
                }
                public static class T { [Tracked] public static void Train(Options options) { } }
            }
            class Program { static object Main() { Forbidden.T.Train(new()); return 0; } }
            """);

        program.Main();
        Assert.Equal(["options.old", "options.used"], Only("Forbidden.T.Train").Params.Keys);
    }

    [Fact]
    public void OverloadsOverridesAndBaseCallsAreEachTrackedAsWhatTheyAre()
    {
        using var program = new WovenProgram("""
            namespace Overloaded
            {
                public class Base { [Tracked] public virtual int Train(int seed) => seed; }
                public class Derived : Base
                {
                    [Tracked] public override int Train(int seed) => base.Train(seed) + 1;
                    [Tracked] public int Train(string text) => text.Length;
                }
            }
            class Program { static object Main() { Overloaded.Base b = new Overloaded.Derived(); return b.Train(10) * 100 + ((Overloaded.Derived)b).Train("four"); } }
            """);

        Assert.Equal(1104, program.Main());
        var outer = WovenProgram.RunsOf("Overloaded.Derived.Train");
        var inner = Only("Overloaded.Base.Train");
        Assert.Equal([11, 4], outer.Select(static run => run.Metrics["result"].Last));
        Assert.Equal(outer[0].Run.RunId, inner.Run.ParentRunId);
        Assert.Null(outer[1].Run.ParentRunId);
    }

    [Fact]
    public async Task AnAsyncExceptionFailsTheRunAndIsThrownOn()
    {
        using var program = new WovenProgram("""
            namespace Failing
            {
                public static class T
                {
                    [Tracked] public static async Task Train() { await Task.Yield(); throw new InvalidOperationException("late"); }
                    [Tracked] public static async Task<int> Cancel() { await Task.Yield(); throw new OperationCanceledException(); }
                }
            }
            class Program { static object Main() => new[] { Failing.T.Train(), Failing.T.Cancel() }; }
            """);

        var tasks = (Task[])program.Main()!;
        Assert.Equal("late", (await Assert.ThrowsAsync<InvalidOperationException>(() => tasks[0])).Message);
        await Assert.ThrowsAsync<OperationCanceledException>(() => tasks[1]);
        Assert.Equal("FAILED", Only("Failing.T.Train").Run.Status);
        Assert.Equal("KILLED", Only("Failing.T.Cancel").Run.Status);
    }

    [Fact]
    public async Task AMethodThatHandsOutATaskIsTrackedUntilTheTaskEnds()
    {
        using var program = new WovenProgram("""
            namespace Handing
            {
                public static class T
                {
                    public static readonly TaskCompletionSource<int> Source = new();
                    [Tracked] public static Task<int> Train(int seed) { Run.Current.Log("seen", 1); return Source.Task; }
                    [Tracked] public static Task Check(int seed) => seed < 0 ? throw new ArgumentException("at once") : Task.CompletedTask;
                }
            }
            class Program
            {
                static object Main()
                {
                    var task = Handing.T.Train(1);
                    var outside = Run.Current.RunId;
                    string thrown = "nothing";
                    try { _ = Handing.T.Check(-1); } catch (ArgumentException error) { thrown = error.Message; }
                    return (task, outside, thrown, Handing.T.Source);
                }
            }
            """);

        var (task, outside, thrown, source) = ((Task<int>, string, string, TaskCompletionSource<int>))program.Main()!;
        Assert.Equal("", outside); // The run is the method's, not its caller's.
        Assert.Equal("at once", thrown); // Synchronous exceptions stay synchronous.
        Assert.Equal("FAILED", Only("Handing.T.Check").Run.Status);
        Assert.Equal("RUNNING", Only("Handing.T.Train").Run.Status);

        source.SetResult(7);
        Assert.Equal(7, await task);
        Assert.Equal("FINISHED", Only("Handing.T.Train").Run.Status);
        Assert.Equal(["result", "seen"], Only("Handing.T.Train").Metrics.Keys);
    }

    [Fact]
    public void AGetterThatThrowsCostsAValueAndNotTheTraining()
    {
        using var program = new WovenProgram("""
            namespace Throwing
            {
                public class Bad { public int Good => 1; public int Worse => throw new InvalidOperationException("getter"); }
                public static class T { [Tracked] public static Bad? Train(Bad? bad) => bad; }
            }
            class Program { static object Main() => (Throwing.T.Train(new()), Throwing.T.Train(null)); }
            """);

        program.Main();
        var runs = WovenProgram.RunsOf("Throwing.T.Train");
        Assert.Equal(["FINISHED", "FINISHED"], runs.Select(static run => run.Run.Status));
        Assert.Equal("1", runs[0].Params["bad.good"]);
        Assert.Empty(runs[1].Params);
    }

    [Fact]
    public void TuplesNullableStructsAndDecimalsAreReadMemberByMember()
    {
        using var program = new WovenProgram("""
            namespace Shapes
            {
                public record struct Point(int X, decimal Y);
                public static class T
                {
                    [Tracked] public static (double Loss, Point Where, decimal Cost) Tuple(Point? point, Point? none) => (0.5, default, 2.5m);
                    [Tracked] public static Point? Struct() => new(1, 2.5m);
                }
            }
            class Program { static object Main() => (Shapes.T.Tuple(new(3, 4m), null), Shapes.T.Struct()); }
            """);

        program.Main();
        var tuple = Only("Shapes.T.Tuple");
        Assert.Equal(new Dictionary<string, string> { ["point.x"] = "3", ["point.y"] = "4" }, tuple.Params);
        Assert.Equal([2.5, 0.5, 0, 0], tuple.Metrics.Values.Select(static metric => metric.Last));
        Assert.Equal([1, 2.5], Only("Shapes.T.Struct").Metrics.Values.Select(static metric => metric.Last));
    }

    [Fact]
    public void HoweverTheMethodIsReachedItIsTracked()
    {
        using var program = new WovenProgram("""
            namespace Reached
            {
                public interface ITrainer { int Train(int seed); }
                public class T : ITrainer
                {
                    [Tracked] public int Train(int seed) => seed <= 0 ? Secret(seed) : Train(seed - 1);
                    [Tracked] private int Secret(int seed) => 42;
                }
            }
            class Program
            {
                static object Main()
                {
                    var trainer = new Reached.T();
                    Func<int, int> reference = trainer.Train;
                    return reference(0) + ((Reached.ITrainer)trainer).Train(2) + (int)typeof(Reached.T).GetMethod("Train")!.Invoke(trainer, [0])!;
                }
            }
            """);

        Assert.Equal(126, program.Main());
        Assert.Equal(5, WovenProgram.RunsOf("Reached.T.Train").Count);
        Assert.Equal(3, WovenProgram.RunsOf("Reached.T.Secret").Count);
    }

    private static RecordedRunDetails Only(string method) => Assert.Single(WovenProgram.RunsOf(method));
}
