using Microsoft.CodeAnalysis;
using MlOps.Tests.Weaving.Support;
using static MlOps.Tests.Weaving.Support.Weaving;

namespace MlOps.Tests.Weaving;

/// <summary>Parameters and results arrive in the shape in which they were passed.</summary>
public class ParameterTests
{
    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ReferencesAreReadAndWrittenInPlace(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "1 20 30"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer { [Tracked] public static void Train(in int a, ref int b, out int c) { b *= 10; c = a + 29; } }
                public static class Program { public static void Main() { var (a, b) = (1, 2); Trainer.Train(in a, ref b, out var c); Log.Add($"{a} {b} {c}"); } }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "void", "in int a", "ref int b", "out int c")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AVirtualMethodWithAReadonlyReferenceIsMatched(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "5", "begin Best", "end Best", "9"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Trainer
                {
                    private readonly int[] _rows = [9];
                    [Tracked] public virtual int Train(in int a, ref readonly int b) => a + b;
                    [Tracked] public virtual ref readonly int Best(in int at) => ref _rows[at];
                }
                public static class Program { public static void Main() { var (a, b) = (2, 3); Log.Add(new Trainer().Train(in a, ref b)); Log.Add(new Trainer().Best(0)); } }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "int", "Demo.Trainer self", "in int a", "in int b"),
            Trackers.Of("Demo.Trainer", "Best", "ref readonly int", "Demo.Trainer self", "in int at")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AReferenceThatIsReturnedIsTheSame(OptimizationLevel optimization) => Assert.Equal(
        ["begin Cell", "end Cell", "7"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer { [Tracked] public static ref int Cell(int[] rows, int at) => ref rows[at]; }
                public static class Program { public static void Main() { var rows = new int[2]; Trainer.Cell(rows, 1) = 7; Log.Add(rows[1]); } }
            }
            """,
            Trackers.Of("Demo.Trainer", "Cell", "ref int", "int[] rows", "int at")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void SpansArriveAndReturnWithoutACopy(OptimizationLevel optimization) => Assert.Equal(
        ["begin Rest", "end Rest", "2,9"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer { [Tracked] public static Span<int> Rest(Span<int> rows, ReadOnlySpan<char> name) { rows[2] = name.Length; return rows[1..]; } }
                public static class Program { public static void Main() => Log.Add(string.Join(',', Trainer.Rest(new[] { 1, 2, 3 }, "nine long").ToArray())); }
            }
            """,
            Trackers.Of("Demo.Trainer", "Rest", "Span<int>", "Span<int> rows", "ReadOnlySpan<char> name")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void PointersAndFunctionPointersArrive(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "12"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static unsafe class Trainer { [Tracked] public static int Train(int* rows, void** nothing, delegate*<in int, int> map) => map(rows[1]); }
                public static unsafe class Program
                {
                    private static int Twice(in int value) => value * 2;
                    public static void Main() { var rows = stackalloc int[] { 5, 6 }; Log.Add(Trainer.Train(rows, null, &Twice)); }
                }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "int", "int* rows", "void** nothing", "delegate*<in int, int> map")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void OptionalAndParamsParametersKeepWhatCallersLeaveOut(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "3 x 0.5 2", "begin Train", "end Train", "3 x 0.5 0", "begin Spread", "end Spread", "2", "3 True"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer
                {
                    [Tracked] public static string Train(int epochs = 3, string name = "x", decimal rate = 0.5m, params int[] rows) => FormattableString.Invariant($"{epochs} {name} {rate} {rows.Length}");
                    [Tracked] public static int Spread(params ReadOnlySpan<int> rows) => rows.Length;
                }
                public static class Program
                {
                    public static void Main()
                    {
                        Log.Add(Trainer.Train(rows: [1, 2]));
                        Log.Add(Trainer.Train());
                        Log.Add(Trainer.Spread(1, 2));
                        var train = typeof(Trainer).GetMethod("Train")!.GetParameters();
                        Log.Add($"{train[0].DefaultValue} {train[3].IsDefined(typeof(ParamArrayAttribute), false)}");
                    }
                }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "string", "int epochs", "string name", "decimal rate", "int[] rows"),
            Trackers.Of("Demo.Trainer", "Spread", "int", "ReadOnlySpan<int> rows")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void CallerInformationIsThatOfTheCaller(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "Main 10"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer { [Tracked] public static string Train([CallerMemberName] string who = "", [CallerLineNumber] int line = 0) => $"{who} {line}"; }
                public static class Program
                {
            #line 10
                    public static void Main() => Log.Add(Trainer.Train());
                }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "string", "string who", "int line")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ArraysTuplesDynamicAndNullablesAreMatched(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "2 1 b  6"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer { [Tracked] public static string Train(int[,] grid, (int Id, string? Name) row, int? none, dynamic any, nint[][] jagged) => $"{grid.Length} {row.Id} {row.Name} {none} {any + (int)jagged[0][0]}"; }
                public static class Program { public static void Main() => Log.Add(Trainer.Train(new int[1, 2], (1, "b"), null, 5, [[1]])); }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "string", "int[,] grid", "(int Id, string? Name) row", "int? none", "dynamic any", "nint[][] jagged")));
}
