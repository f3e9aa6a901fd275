using Microsoft.CodeAnalysis;
using MlOps.Tests.Weaving.Support;
using static MlOps.Tests.Weaving.Support.Weaving;

namespace MlOps.Tests.Weaving;

/// <summary>What is asynchronous is tracked to its end, and stays as asynchronous as it was.</summary>
public class AsyncTests
{
    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ValueTasksAreTrackedToTheirEnd(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "inside", "end Train", "5", "begin Plain", "end Plain"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer
                {
                    [Tracked] public static async ValueTask<int> Train(int epochs) { await Task.Yield(); Log.Add("inside"); return epochs; }
                    [Tracked] public static ValueTask Plain() => ValueTask.CompletedTask;
                }
                public static class Program { public static async Task Main() { Log.Add(await Trainer.Train(5)); await Trainer.Plain(); } }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "ValueTask<int>", "int epochs"),
            Trackers.Of("Demo.Trainer", "Plain", "ValueTask")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AsynchronousDisposalAndEnumerationHappenInside(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "row 1", "row 2", "disposed", "end Train", "3"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public sealed class Source : IAsyncDisposable
                {
                    public async IAsyncEnumerable<int> Rows() { yield return 1; await Task.Yield(); yield return 2; }
                    public async ValueTask DisposeAsync() { await Task.Yield(); Log.Add("disposed"); }
                }
                public class Trainer
                {
                    [Tracked] public async Task<int> Train()
                    {
                        var sum = 0;
                        await using (var source = new Source()) { await foreach (var row in source.Rows()) { Log.Add("row " + row); sum += row; } }
                        return sum;
                    }
                }
                public static class Program { public static async Task Main() => Log.Add(await new Trainer().Train()); }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "Task<int>", "Demo.Trainer self")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void GenericAsyncMethodsKeepTheirTypeArguments(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "Int32 String Guid"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Trainer<T>
                {
                    [Tracked] public async Task<string> Train<U, V>(T first, U second) where U : class where V : struct
                    {
                        await Task.Yield();
                        Func<Task<string>> inner = async () => { await Task.Yield(); return $"{first!.GetType().Name} {second.GetType().Name} {typeof(V).Name}"; };
                        return await inner();
                    }
                }
                public static class Program { public static async Task Main() => Log.Add(await new Trainer<int>().Train<string, Guid>(1, "")); }
            }
            """,
            new TrackerSource("Demo.Trainer<>", "Train", "Task<string>", "Demo.Trainer<T> self", "T first", "U second") { Generics = "<T, U, V>", Constraints = "where U : class where V : struct" }));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ATaskFromASpanStaysSynchronousAtItsStart(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "3", "begin Train", "fail Train: ArgumentException", "thrown at the call"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer { [Tracked] public static Task<int> Train(ReadOnlySpan<int> rows) => rows.IsEmpty ? throw new ArgumentException() : Task.FromResult(rows.Length); }
                public static class Program
                {
                    public static async Task Main()
                    {
                        Log.Add(await Trainer.Train([1, 2, 3]));
                        try { _ = Trainer.Train([]); } catch (ArgumentException) { Log.Add("thrown at the call"); }
                    }
                }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "Task<int>", "ReadOnlySpan<int> rows")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void IteratorsGoOnYieldingTheirElements(OptimizationLevel optimization) => Assert.Equal(
        ["begin Rows", "end Rows", "1", "2", "begin RowsAsync", "end RowsAsync", "3", "4"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Source
                {
                    private readonly int _first = 1;
                    [Tracked] public IEnumerable<int> Rows() { yield return _first; yield return 2; }
                    [Tracked] public async IAsyncEnumerable<int> RowsAsync(int from) { yield return from; await Task.Yield(); yield return from + _first; }
                }
                public static class Program
                {
                    public static async Task Main()
                    {
                        foreach (var row in new Source().Rows()) Log.Add(row);
                        await foreach (var row in new Source().RowsAsync(3)) Log.Add(row);
                    }
                }
            }
            """,
            Trackers.Of("Demo.Source", "Rows", "IEnumerable<int>", "Demo.Source self"),
            Trackers.Of("Demo.Source", "RowsAsync", "IAsyncEnumerable<int>", "Demo.Source self", "int from")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ATaskThatIsNullStaysNull(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "null"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer { [Tracked] public static Task Train(ReadOnlySpan<int> rows) => null!; }
                public static class Program { public static void Main() => Log.Add(Trainer.Train([])); }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "Task", "ReadOnlySpan<int> rows")));
}
