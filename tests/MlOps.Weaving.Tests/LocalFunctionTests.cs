using Microsoft.CodeAnalysis;
using MlOps.Tests.Weaving.Support;
using static MlOps.Tests.Weaving.Support.Weaving;

namespace MlOps.Tests.Weaving;

/// <summary>A local function is found by the method around it and its own name.</summary>
public class LocalFunctionTests
{
    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ALocalFunctionOfATopLevelProgramIsTracked(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "6"],
        Run(
            optimization,
            """
            Log.Add(Train(3));

            [Tracked]
            static int Train(int epochs) => epochs * 2;

            namespace Demo
            {
                public static class Program { public static void Main() => typeof(Log).Assembly.EntryPoint!.Invoke(null, [Array.Empty<string>()]); }
            }
            """,
            new TrackerSource("Program", "Train", "int", "int epochs") { LocalTo = "<Main>$" }));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void LocalFunctionsAreTrackedWhereverTheyStand(OptimizationLevel optimization) => Assert.Equal(
        ["begin A", "end A", "1", "begin B", "end B", "Int32 2", "begin C", "end C", "3", "begin D", "end D", "4", "begin E", "end E", "5"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Trainer<T>
                {
                    public static async Task Run<U>(U value)
                    {
                        [Tracked] static int A() => 1;
                        Log.Add(A());
                        await Task.Yield();
                        [Tracked] static string B<V>(U value, V other) => typeof(U).Name + " " + other;
                        Log.Add(B(value, 2L));
                        Action inLambda = () => { [Tracked] static int C() => 3; Log.Add(C()); };
                        inLambda();
                        static async Task Outer() { [Tracked] static async Task<int> D(int four) { await Task.Yield(); return four; } Log.Add(await D(4)); }
                        await Outer();
                    }

                    public int Property { get { [Tracked] int E(int from) { return from + 1; } return E(4); } }
                }
                public static class Program { public static async Task Main() { await Trainer<string>.Run(1); Log.Add(new Trainer<string>().Property); } }
            }
            """,
            new TrackerSource("Demo.Trainer<>", "A", "int") { LocalTo = "Run", Generics = "<T, U>" },
            new TrackerSource("Demo.Trainer<>", "B", "string", "U value", "V other") { LocalTo = "Run", Generics = "<T, U, V>" },
            new TrackerSource("Demo.Trainer<>", "C", "int") { LocalTo = "Run", Generics = "<T, U>" },
            new TrackerSource("Demo.Trainer<>", "D", "Task<int>", "int four") { LocalTo = "Run", Generics = "<T, U>" },
            new TrackerSource("Demo.Trainer<>", "E", "int", "int from") { LocalTo = "get_Property", Generics = "<T>" }));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void LocalFunctionsOfOneNameAreToldApartByTheirParametersAndMethods(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "1", "begin Train", "end Train", "x", "untracked"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Program
                {
                    public static void Main() { [Tracked] static int Train(int row) => row; Log.Add(Train(1)); Second(); Third(); }
                    private static void Second() { [Tracked] static string Train(string row) => row; Log.Add(Train("x")); }
                    private static void Third() { static string Train(string row) => "untracked"; Log.Add(Train("x")); }
                }
            }
            """,
            new TrackerSource("Demo.Program", "Train", "int", "int row") { LocalTo = "Main" },
            new TrackerSource("Demo.Program", "Train", "string", "string row") { LocalTo = "Second", Name = "Second_Tracked" }));
}
