using Microsoft.CodeAnalysis;
using MlOps.Tests.Weaving.Support;
using static MlOps.Tests.Weaving.Support.Weaving;

namespace MlOps.Tests.Weaving;

/// <summary>Where a method stands makes no difference.</summary>
public class TypeShapeTests
{
    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AMethodOfAPrivateNestedTypeIsTrackedFromInsideItsContainer(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "Row { Id = 3 }"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static partial class Outer
                {
                    private sealed record Row(int Id);
                    private sealed class Trainer { [Tracked] public Row Train(Row row, List<Row[]> more) => row with { Id = row.Id + more.Count }; }
                    public static void Run() => Log.Add(new Trainer().Train(new Row(2), [[]]));
                }
                public static class Program { public static void Main() => Outer.Run(); }
            }
            """,
            "namespace Demo { static partial class Outer {",
            new TrackerSource("Demo.Outer.Trainer", "Train", "Row", "Trainer self", "Row row", "List<Row[]> more") { Access = "private" },
            "} }"));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void RecordsWithPrimaryConstructorsAndRequiredMembersAreTracked(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "6", "begin Sum", "end Sum", "12"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public record Plan(int Epochs) { public required int Rate { get; init; } [Tracked] public virtual int Train() => Epochs * Rate; }
                public class Captured(int seed, string text) { [Tracked] public int Sum(int more) { seed++; return seed + more + text.Length; } }
                public static class Program { public static void Main() { Log.Add(new Plan(2) { Rate = 3 }.Train()); Log.Add(new Captured(4, "ab").Sum(5)); } }
            }
            """,
            Trackers.Of("Demo.Plan", "Train", "int", "Demo.Plan self"),
            Trackers.Of("Demo.Captured", "Sum", "int", "Demo.Captured self", "int more")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void MembersOfExtensionBlocksAreTrackedWhereTheirCodeIs(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "text 3", "begin Twice", "end Twice", "4", "begin Create", "end Create", "new"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Extensions
                {
                    extension(string text) { [Tracked] public string Train(int epochs) => $"{text} {epochs}"; [Tracked] public static string Create() => "new"; }
                    extension<T>(List<T> rows) { [Tracked] public int Twice() => rows.Count * 2; }
                }
                public static class Program { public static void Main() { Log.Add("text".Train(3)); Log.Add(new List<int> { 1, 2 }.Twice()); Log.Add(string.Create()); } }
            }
            """,
            Trackers.Of("Demo.Extensions", "Train", "string", "string text", "int epochs"),
            new TrackerSource("Demo.Extensions", "Twice", "int", "List<T> rows") { Generics = "<T>" },
            Trackers.Of("Demo.Extensions", "Create", "string")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void PartialMethodsAccessorsAndOperatorsAreTracked(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "1", "begin get_Rate", "end get_Rate", "2", "begin op_Addition", "end op_Addition", "3"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public partial class Trainer { [Tracked] public partial int Train(); }
                public partial class Trainer
                {
                    public partial int Train() => 1;
                    public int Rate { [Tracked] get => 2; }
                    [Tracked] public static int operator +(Trainer a, Trainer b) => 3;
                }
                public static class Program { public static void Main() { var trainer = new Trainer(); Log.Add(trainer.Train()); Log.Add(trainer.Rate); Log.Add(trainer + trainer); } }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "int", "Demo.Trainer self"),
            Trackers.Of("Demo.Trainer", "get_Rate", "int", "Demo.Trainer self"),
            Trackers.Of("Demo.Trainer", "op_Addition", "int", "Demo.Trainer a", "Demo.Trainer b")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void HintsAboutInliningAreKeptAndReflectionNamesTheCode(OptimizationLevel optimization) => Assert.Equal(
        ["begin Small", "end Small", "1", "begin Large", "end Large", "2", "begin Who", "end Who", "<Who>Body"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer
                {
                    [Tracked, MethodImpl(MethodImplOptions.AggressiveInlining)] public static int Small() => 1;
                    [Tracked, MethodImpl(MethodImplOptions.NoInlining)] public static int Large() => 2;
                    [Tracked] public static string Who() => System.Reflection.MethodBase.GetCurrentMethod()!.Name;
                }
                public static class Program { public static void Main() { Log.Add(Trainer.Small()); Log.Add(Trainer.Large()); Log.Add(Trainer.Who()); } }
            }
            """,
            Trackers.Of("Demo.Trainer", "Small", "int"),
            Trackers.Of("Demo.Trainer", "Large", "int"),
            Trackers.Of("Demo.Trainer", "Who", "string")));
}
