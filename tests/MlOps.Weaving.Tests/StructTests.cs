using Microsoft.CodeAnalysis;
using MlOps.Tests.Weaving.Support;
using static MlOps.Tests.Weaving.Support.Weaving;

namespace MlOps.Tests.Weaving;

/// <summary>The receiver of a struct is a reference: what the method changes, the caller sees.</summary>
public class StructTests
{
    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AStructIsChangedInPlace(OptimizationLevel optimization) => Assert.Equal(
        ["begin Add", "end Add", "begin Add", "end Add", "7"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public struct Counter { public int Total; [Tracked] public void Add(int by) => Total += by; }
                public static class Program { public static void Main() { var counter = new Counter(); counter.Add(3); counter.Add(4); Log.Add(counter.Total); } }
            }
            """,
            Trackers.Of("Demo.Counter", "Add", "void", "ref Demo.Counter self", "int by")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AReadonlyStructIsReadInPlace(OptimizationLevel optimization) => Assert.Equal(
        ["begin Twice", "end Twice", "10", "begin Thrice", "end Thrice", "15"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public readonly struct Rate(int value) { private readonly int _value = value; [Tracked] public int Twice() => _value * 2; }
                public struct Loose(int value) { private readonly int _value = value; [Tracked] public readonly int Thrice() => _value * 3; }
                public static class Program { public static void Main() { Log.Add(new Rate(5).Twice()); Log.Add(new Loose(5).Thrice()); } }
            }
            """,
            Trackers.Of("Demo.Rate", "Twice", "int", "in Demo.Rate self"),
            Trackers.Of("Demo.Loose", "Thrice", "int", "in Demo.Loose self")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ARefStructIsChangedInPlace(OptimizationLevel optimization) => Assert.Equal(
        ["begin Take", "end Take", "1", "begin Take", "end Take", "2"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public ref struct Cursor(ReadOnlySpan<int> rows)
                {
                    private ReadOnlySpan<int> _rest = rows;
                    [Tracked] public int Take() { var first = _rest[0]; _rest = _rest[1..]; return first; }
                }
                public static class Program { public static void Main() { var cursor = new Cursor([1, 2]); Log.Add(cursor.Take()); Log.Add(cursor.Take()); } }
            }
            """,
            Trackers.Of("Demo.Cursor", "Take", "int", "scoped ref Demo.Cursor self")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AnAsyncMethodOfAStructWorksOnACopy(OptimizationLevel optimization) => Assert.Equal(
        ["begin Add", "end Add", "5", "0"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public struct Counter
                {
                    public int Total;
                    [Tracked] public async Task<int> Add(int by) { await Task.Yield(); Total += by; return Total; }
                }
                public static class Program { public static async Task Main() { var counter = new Counter(); Log.Add(await counter.Add(5)); Log.Add(counter.Total); } }
            }
            """,
            Trackers.Of("Demo.Counter", "Add", "Task<int>", "Demo.Counter self", "int by")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AGenericStructKeepsItsTypeAndIsChangedInPlace(OptimizationLevel optimization) => Assert.Equal(
        ["begin Set", "end Set", "text", "begin SetAsync", "end SetAsync", "5"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public struct Cell<T>
                {
                    public T? Value;
                    [Tracked] public void Set(T value) => Value = value;
                    [Tracked] public async Task<T> SetAsync(T value) { await Task.Yield(); Value = value; return Value; }
                }
                public static class Program
                {
                    public static async Task Main()
                    {
                        var cell = new Cell<string>();
                        cell.Set("text");
                        Log.Add(cell.Value);
                        Log.Add(await new Cell<int>().SetAsync(5));
                    }
                }
            }
            """,
            new TrackerSource("Demo.Cell<>", "Set", "void", "ref Demo.Cell<T> self", "T value") { Generics = "<T>" },
            new TrackerSource("Demo.Cell<>", "SetAsync", "Task<T>", "Demo.Cell<T> self", "T value") { Generics = "<T>" }));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ARecordStructIsTrackedThroughItsInterfaceToo(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "Plan { Epochs = 3 }", "begin Train", "end Train", "Plan { Epochs = 4 }"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public interface IPlan { Plan Train(int more); }
                public readonly record struct Plan(int Epochs) : IPlan { [Tracked] public Plan Train(int more) => this with { Epochs = Epochs + more }; }
                public static class Program { public static void Main() { var plan = new Plan(1); Log.Add(plan.Train(2)); Log.Add(((IPlan)plan).Train(3)); } }
            }
            """,
            Trackers.Of("Demo.Plan", "Train", "Demo.Plan", "in Demo.Plan self", "int more")));
}
