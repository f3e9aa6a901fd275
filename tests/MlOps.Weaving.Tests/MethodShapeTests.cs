using Microsoft.CodeAnalysis;
using MlOps.Tests.Weaving.Support;
using static MlOps.Tests.Weaving.Support.Weaving;

namespace MlOps.Tests.Weaving;

public class MethodShapeTests
{
    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AStaticMethodRunsThroughItsTracker(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "training 3", "end Train", "6"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer
                {
                    [Tracked] public static int Train(int epochs) { Log.Add("training " + epochs); return epochs * 2; }
                }
                public static class Program { public static void Main() => Log.Add(Trainer.Train(3)); }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "int", "int epochs")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AnInstanceMethodKeepsItsReceiverAndAllItsArguments(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "7:1,b,3,4.5,e"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Trainer
                {
                    private readonly int _seed = 7;
                    [Tracked] public string Train(int a, string b, long c, double d, object e) => FormattableString.Invariant($"{_seed}:{a},{b},{c},{d},{e}");
                }
                public static class Program { public static void Main() => Log.Add(new Trainer().Train(1, "b", 3, 4.5, "e")); }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "string", "Demo.Trainer self", "int a", "string b", "long c", "double d", "object e")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void APrivateMethodIsTrackedAndStaysPrivate(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "done", "private"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Trainer
                {
                    public void Run() { Train(); Log.Add("done"); }
                    [Tracked] private void Train() { }
                }
                public static class Program
                {
                    public static void Main()
                    {
                        new Trainer().Run();
                        var method = typeof(Trainer).GetMethod("Train", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!;
                        Log.Add(method.IsPrivate ? "private" : "wider");
                    }
                }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "void", "Demo.Trainer self")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AnOverrideIsDispatchedVirtuallyAndReachesItsBase(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "begin Train", "base", "end Train", "derived", "end Train", "3", "begin Train", "base", "end Train", "1"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Trainer { [Tracked] public virtual int Train() { Log.Add("base"); return 1; } }
                public sealed class Deep : Trainer
                {
                    [Tracked] public sealed override int Train() { Func<int> inLambda = () => base.Train(); var inner = inLambda(); Log.Add("derived"); return inner + 2; }
                }
                public static class Program { public static void Main() { Trainer trainer = new Deep(); Log.Add(trainer.Train()); Log.Add(new Trainer().Train()); } }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "int", "Demo.Trainer self"),
            Trackers.Of("Demo.Deep", "Train", "int", "Demo.Deep self")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AnOverrideThatIsNotTrackedReplacesTheTrackedOne(OptimizationLevel optimization) => Assert.Equal(
        ["derived"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Trainer { [Tracked] public virtual void Train() => Log.Add("base"); }
                public class Deep : Trainer { public override void Train() => Log.Add("derived"); }
                public static class Program { public static void Main() { Trainer trainer = new Deep(); trainer.Train(); } }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "void", "Demo.Trainer self")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void CallsThroughInterfacesAndDelegatesAreTracked(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "begin Train", "end Train", "begin Explicit", "end Explicit"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public interface ITrainer { void Train(); }
                public class Trainer : ITrainer { [Tracked] public void Train() { } }
                public class Other : ITrainer { void ITrainer.Train() => Explicit(); [Tracked] internal void Explicit() { } }
                public static class Program
                {
                    public static void Main()
                    {
                        ((ITrainer)new Trainer()).Train();
                        Action train = new Trainer().Train;
                        train();
                        ((ITrainer)new Other()).Train();
                    }
                }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "void", "Demo.Trainer self"),
            Trackers.Of("Demo.Other", "Explicit", "void", "Demo.Other self")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AMethodOfANestedRecordIsTracked(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "Plan { Epochs = 4 }"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Outer
                {
                    internal sealed record Plan(int Epochs) { [Tracked] public Plan Train(Plan next) => next with { Epochs = Epochs + next.Epochs }; }
                }
                public static class Program { public static void Main() => Log.Add(new Outer.Plan(1).Train(new Outer.Plan(3))); }
            }
            """,
            Trackers.Of("Demo.Outer.Plan", "Train", "Demo.Outer.Plan", "Demo.Outer.Plan self", "Demo.Outer.Plan next")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void EveryLevelOfARecursionIsTracked(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "begin Train", "begin Train", "end Train", "end Train", "end Train", "2"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer { [Tracked] public static int Train(int depth) => depth == 0 ? 0 : 1 + Train(depth - 1); }
                public static class Program { public static void Main() => Log.Add(Trainer.Train(2)); }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "int", "int depth")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void OverloadsAreToldApartByTheirParameters(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "list", "end Train", "untracked array", "begin Train", "text", "end Train"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer
                {
                    [Tracked] public static void Train(List<int> rows) => Log.Add("list");
                    public static void Train(int[] rows) => Log.Add("untracked array");
                    [Tracked] public static void Train(string rows) => Log.Add("text");
                }
                public static class Program { public static void Main() { Trainer.Train(new List<int>()); Trainer.Train(new int[0]); Trainer.Train(""); } }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "void", "List<int> rows"),
            Trackers.Of("Demo.Trainer", "Train", "void", "string rows").Replace("Demo_Trainer_Train_Tracked", "Second_Tracked", StringComparison.Ordinal)));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ManyParametersArriveInOrder(OptimizationLevel optimization)
    {
        var types = Enumerable.Range(0, 300).Select(static index => $"int p{index}").ToArray();
        Assert.Equal(
            ["begin Train", "end Train", string.Join(',', Enumerable.Range(0, 300))],
            Run(
                optimization,
                $$"""
                namespace Demo
                {
                    public class Trainer
                    {
                        [Tracked] public string Train({{string.Join(", ", types)}}) { p299 += 0; return string.Join(',', new[] { {{string.Join(", ", Enumerable.Range(0, 300).Select(static index => $"p{index}"))}} }); }
                    }
                    public static class Program { public static void Main() => Log.Add(new Trainer().Train({{string.Join(", ", Enumerable.Range(0, 300))}})); }
                }
                """,
                Trackers.Of("Demo.Trainer", "Train", "string", ["Demo.Trainer self", .. types])));
    }
}
