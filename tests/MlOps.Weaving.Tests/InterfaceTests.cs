using Microsoft.CodeAnalysis;
using MlOps.Tests.Weaving.Support;
using static MlOps.Tests.Weaving.Support.Weaving;

namespace MlOps.Tests.Weaving;

/// <summary>Whichever way an interface finds its implementation, the way leads through the tracker.</summary>
public class InterfaceTests
{
    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ExplicitImplementationsAreTracked(OptimizationLevel optimization) => Assert.Equal(
        ["begin Demo.ITrainer.Train", "end Demo.ITrainer.Train", "1", "begin Demo.ITrainer<System.Int32>.Train", "end Demo.ITrainer<System.Int32>.Train", "5"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public interface ITrainer { int Train(); }
                public interface ITrainer<T> { T Train(T row); }
                public class Trainer : ITrainer, ITrainer<int> { [Tracked] int ITrainer.Train() => 1; [Tracked] int ITrainer<int>.Train(int row) => row; }
                public static class Program { public static void Main() { var trainer = new Trainer(); Log.Add(((ITrainer)trainer).Train()); Log.Add(((ITrainer<int>)trainer).Train(5)); } }
            }
            """,
            Trackers.Of("Demo.Trainer", "Demo.ITrainer.Train", "int", "Demo.Trainer self"),
            Trackers.Of("Demo.Trainer", "Demo.ITrainer<System.Int32>.Train", "int", "Demo.Trainer self", "int row")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AnExplicitImplementationOfAStructIsTracked(OptimizationLevel optimization) => Assert.Equal(
        ["begin Demo.ITrainer.Train", "end Demo.ITrainer.Train", "4"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public interface ITrainer { int Train(); }
                public struct Trainer : ITrainer { public int Epochs; [Tracked] int ITrainer.Train() => ++Epochs; }
                public static class Program { public static void Main() => Log.Add(((ITrainer)new Trainer { Epochs = 3 }).Train()); }
            }
            """,
            Trackers.Of("Demo.Trainer", "Demo.ITrainer.Train", "int", "ref Demo.Trainer self")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ADefaultMethodOfAnInterfaceIsTrackedForAllWhoInheritIt(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "class 1", "begin Train", "end Train", "struct 1", "mine"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public interface ITrainer { string Name { get; } [Tracked] string Train(int epochs) => $"{Name} {epochs}"; }
                public class A : ITrainer { public string Name => "class"; }
                public struct B : ITrainer { public string Name => "struct"; }
                public class C : ITrainer { public string Name => ""; public string Train(int epochs) => "mine"; }
                public static class Program { public static void Main() { foreach (var trainer in new ITrainer[] { new A(), new B(), new C() }) Log.Add(trainer.Train(1)); } }
            }
            """,
            Trackers.Of("Demo.ITrainer", "Train", "string", "Demo.ITrainer self", "int epochs")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void StaticMembersOfInterfacesAreTracked(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "A", "begin Name", "end Name", "default"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public interface ITrainer<TSelf> where TSelf : ITrainer<TSelf>
                {
                    static abstract string Train();
                    [Tracked] static virtual string Name() => "default";
                }
                public class A : ITrainer<A> { [Tracked] public static string Train() => "A"; }
                public static class Program
                {
                    private static void Run<T>() where T : ITrainer<T> { Log.Add(T.Train()); Log.Add(T.Name()); }
                    public static void Main() => Run<A>();
                }
            }
            """,
            Trackers.Of("Demo.A", "Train", "string"),
            new TrackerSource("Demo.ITrainer<>", "Name", "string") { Generics = "<TSelf>", Constraints = "where TSelf : Demo.ITrainer<TSelf>" }));
}
