using Microsoft.CodeAnalysis;
using MlOps.Tests.Weaving.Support;
using static MlOps.Tests.Weaving.Support.Weaving;

namespace MlOps.Tests.Weaving;

public class BodyShapeTests
{
    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ClosuresAndLocalFunctionsMoveAlong(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "26"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Trainer
                {
                    private int _bias = 1;
                    [Tracked] public int Train(int rate)
                    {
                        var sum = 0;
                        void Step(int by) => sum += by * rate + _bias;
                        foreach (var epoch in Enumerable.Range(1, 3)) Step(epoch);
                        static int Twice(int value) => value * 2;
                        Func<int, int> scale = value => value + rate;
                        rate++;
                        return scale(sum) + Twice(1) - 1;
                    }
                }
                public static class Program { public static void Main() => Log.Add(new Trainer().Train(3)); }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "int", "Demo.Trainer self", "int rate")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ExceptionsKeepTheirFiltersHandlersAndFinally(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "filter 1", "caught 1", "finally", "end Train", "begin Train", "filter 2", "finally", "fail Train: InvalidOperationException", "outside 2"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer
                {
                    [Tracked] public static void Train(int which)
                    {
                        try { throw new InvalidOperationException(which.ToString()); }
                        catch (InvalidOperationException error) when (Filter(error.Message)) { Log.Add("caught " + error.Message); }
                        finally { Log.Add("finally"); }
                    }
                    private static bool Filter(string message) { Log.Add("filter " + message); return message == "1"; }
                }
                public static class Program
                {
                    public static void Main()
                    {
                        Trainer.Train(1);
                        try { Trainer.Train(2); } catch (InvalidOperationException error) { Log.Add("outside " + error.Message); }
                    }
                }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "void", "int which")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void SwitchesLoopsPointersAndAssignedParametersWork(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "one zero many many 6 x"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer
                {
                    [Tracked] public static unsafe string Train(int from, string tail)
                    {
                        var words = new List<string>();
                        for (from -= 1; from >= -2; from--)
                            words.Add(from switch { 0 => "zero", 1 => "one", 2 => "two", 3 => "three", 4 => "four", _ => "many" });
                        Span<int> numbers = stackalloc int[] { 1, 2, 3 };
                        var sum = 0;
                        fixed (int* first = numbers) { for (var i = 0; i < 3; i++) sum += first[i]; }
                        words.Add(sum.ToString());
                        tail = Shorten(ref tail);
                        return string.Join(' ', words) + " " + tail;
                    }
                    private static string Shorten(ref string text) => text = text[..1];
                }
                public static class Program { public static void Main() => Log.Add(Trainer.Train(2, "xyz")); }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "string", "int from", "string tail")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AnAsyncMethodWithAResultIsTrackedToItsEnd(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "awaited 2", "finally", "end Train", "4"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Trainer
                {
                    private readonly int _two = 2;
                    [Tracked] public async Task<int> Train(int epochs)
                    {
                        try
                        {
                            await Task.Yield();
                            Log.Add("awaited " + epochs);
                            Func<Task<int>> inner = async () => { await Task.Delay(1); return epochs * _two; };
                            return await inner();
                        }
                        finally { await Task.Yield(); Log.Add("finally"); }
                    }
                }
                public static class Program { public static async Task Main() => Log.Add(await new Trainer().Train(2)); }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "Task<int>", "Demo.Trainer self", "int epochs")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void TasksWithAndWithoutAsyncKeepTheirFaults(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "fail Train: TimeoutException", "seen TimeoutException", "begin Plain", "end Plain"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer
                {
                    [Tracked] public static async Task Train() { await Task.Yield(); throw new TimeoutException(); }
                    [Tracked] public static Task Plain() => Task.CompletedTask;
                }
                public static class Program
                {
                    public static async Task Main()
                    {
                        try { await Trainer.Train(); } catch (TimeoutException error) { Log.Add("seen " + error.GetType().Name); }
                        await Trainer.Plain();
                    }
                }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "Task"),
            Trackers.Of("Demo.Trainer", "Plain", "Task")));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AttributesOfTheMethodStayAndSynchronizedMovesToTheCode(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "Train: Tracked Obsolete 0", "<Train>Body: Obsolete 552", "hint"],
        Run(
            optimization,
            """
            #pragma warning disable CS0612
            namespace Demo
            {
                public class Trainer
                {
                    [Tracked, Obsolete, System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized | System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
                    public void Train([System.ComponentModel.Description("hint")] string text = "default") { }
                }
                public static class Program
                {
                    public static void Main()
                    {
                        new Trainer().Train();
                        foreach (var method in typeof(Trainer).GetMethods((System.Reflection.BindingFlags)62).Where(method => method.Name.Contains("Train")).OrderByDescending(method => method.Name))
                            Log.Add(method.Name + ": " + string.Join(' ', method.CustomAttributes.Select(a => a.AttributeType.Name.Replace("Attribute", "")).Where(a => a is "Tracked" or "Obsolete")) + " " + (int)method.GetMethodImplementationFlags());
                        Log.Add(typeof(Trainer).GetMethod("<Train>Body", (System.Reflection.BindingFlags)62)!.GetParameters()[0].CustomAttributes.Single().ConstructorArguments[0].Value);
                    }
                }
            }
            """,
            Trackers.Of("Demo.Trainer", "Train", "void", "Demo.Trainer self", "string text")));
}
