using MlOps.Store;
using MlOps.Tests.Support;

namespace MlOps.Tests.Tracking;

/// <summary>Methods that few people write, which must be tracked like any other.</summary>
public sealed class TrackedOddCasesTests
{
    [Fact]
    public void NamespacesMayBeNamedAsKeywordsOrDifferInCaseOnly()
    {
        using var program = new WovenProgram("""
            namespace @event.Odd { public class T { [Tracked] public static int Go(int a) => a; [Metrics] public record struct M(int V); [Versioned] public record V(int W); } }
            namespace ODD { public class T { [Tracked] public static int Go(int a) => a; [Metrics] public record struct M(int V); [Versioned] public record V(int W); } }
            namespace odd { public class T { [Tracked] public static int Go(int a) => a; [Metrics] public record struct M(int V); [Versioned] public record V(int W); } }
            namespace odd.Upper { public class AB { public class T { [Tracked] public static int Go(int a) => a; } } public class aB { public class T { [Tracked] public static int Go(int a) => a; } } }
            class Program { static object Main() => @event.Odd.T.Go(1) + ODD.T.Go(2) + odd.T.Go(3) + odd.Upper.AB.T.Go(4) + odd.Upper.aB.T.Go(5); }
            """);

        Assert.Equal(15, program.Main());
        Assert.All(
            ["event.Odd.T.Go", "ODD.T.Go", "odd.T.Go", "odd.Upper.AB.T.Go", "odd.Upper.aB.T.Go"],
            static method => Assert.Single(WovenProgram.RunsOf(method)));
    }

    [Fact]
    public void AGetterThatThrowsTakesNothingElseAlong()
    {
        using var program = new WovenProgram("""
            namespace Throwing
            {
                public class Broken { public int A => 1; public int X => throw new InvalidOperationException("getter"); }
                public static class T { [Tracked(RunName = "run {rate} {broken.X}")] public static (int, Broken) Go(Broken broken, double rate, Broken second, int epochs) => (1, broken); }
            }
            class Program { static object Main() => Throwing.T.Go(new(), 0.5, new(), 3).Item1; }
            """);

        program.Main();
        var run = Only("Throwing.T.Go");
        Assert.Equal(["broken.a", "epochs", "rate", "second.a"], run.Params.Keys);
        Assert.StartsWith("Go-", run.Run.Name);
    }

    [Fact]
    public void ARunNameOfNothingButSecretsHidesThem()
    {
        using var program = new WovenProgram("""
            namespace Secret
            {
                public static class T { [Tracked(RunName = "user \"{key}\" {{x}}")] public static void Go([Sensitive] string key) { } }
            }
            class Program { static object? Main() { Secret.T.Go("hunter2"); return null; } }
            """);

        program.Main();
        Assert.Equal("user \"***\" {x}", Only("Secret.T.Go").Run.Name);
    }

    [Fact]
    public void WhatATypeParameterStandsForIsLoggedIfItIsAScalar()
    {
        using var program = new WovenProgram("""
            using System.Numerics;
            namespace Parameters
            {
                public class Options { public int Epochs => 3; }
                public record Settings<T>(T Rate);
                public static class T
                {
                    [Tracked] public static TValue Number<TValue>(TValue rate, int n) where TValue : struct, INumber<TValue> => rate;
                    [Tracked] public static TValue Any<TValue>(TValue value, TValue[] many) => value;
                    [Tracked] public static async Task<TValue?> Maybe<TValue>(TValue? value) where TValue : struct { await Task.Yield(); return value; }
                    [Tracked] public static void Bound<TOptions>(TOptions options, Settings<TOptions> settings) where TOptions : Options { }
                    [Tracked] public static int OnStack<TSpan>(TSpan span) where TSpan : allows ref struct => 1;
                }
                public class Outer<TOuter> { [Tracked] public TOuter Go(TOuter a, Settings<TOuter> settings) => a; }
            }
            class Program
            {
                static object? Main()
                {
                    Parameters.T.Number(0.25, 3);
                    Parameters.T.Any("text", ["a"]);
                    Parameters.T.Any(new List<int>(), []);
                    Parameters.T.Maybe<BigInteger>(7).Wait();
                    Parameters.T.Maybe<int>(null).Wait();
                    Parameters.T.Bound(new Parameters.Options(), new(new()));
                    Parameters.T.OnStack<ReadOnlySpan<int>>([1]);
                    new Parameters.Outer<Guid>().Go(Guid.Empty, new(Guid.Empty));
                    return null;
                }
            }
            """);

        program.Main();
        var number = Only("Parameters.T.Number");
        Assert.Equal(("0.25", 0.25), (number.Params["rate"], number.Metrics["result"].Last));
        var any = WovenProgram.RunsOf("Parameters.T.Any");
        Assert.Equal(("text", "text"), (any[0].Params["value"], any[0].Tags["result"]));
        Assert.Empty(any[1].Params);
        Assert.False(any[1].Tags.ContainsKey("result"));
        var maybe = WovenProgram.RunsOf("Parameters.T.Maybe");
        Assert.Equal(("7", 7), (maybe[0].Params["value"], maybe[0].Metrics["result"].Last));
        Assert.Empty(maybe[1].Params);
        Assert.Empty(maybe[1].Metrics);
        Assert.Equal(["options.epochs", "settings.rate.epochs"], Only("Parameters.T.Bound").Params.Keys);
        Assert.Empty(Only("Parameters.T.OnStack").Params);
        Assert.Equal(["a", "settings.rate"], Only("Parameters.Outer.Go").Params.Keys);
    }

    [Fact]
    public async Task ATaskThatIsHandedOutStaysAsItIs()
    {
        using var program = new WovenProgram("""
            namespace Tasks
            {
                public static class T
                {
                    [Tracked] public static Task Several() => Task.WhenAll(Task.Run(() => throw new ArgumentException("1")), Task.Run(() => throw new InvalidOperationException("2")));
                    [Tracked] public static Task Faulted() => Task.FromException(new OperationCanceledException("stop"));
                    [Tracked] public static Task<int> Canceled() => Task.FromCanceled<int>(new(canceled: true));
                    [Tracked] public static Task<int> Fine() => Task.FromResult(4);
                }
            }
            class Program { static object Main() => new Task[] { Tasks.T.Several(), Tasks.T.Faulted(), Tasks.T.Canceled(), Tasks.T.Fine() }; }
            """);

        var tasks = (Task[])program.Main()!;
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.Equal([TaskStatus.Faulted, TaskStatus.Faulted, TaskStatus.Canceled, TaskStatus.RanToCompletion], tasks.Select(static task => task.Status));
        Assert.Equal(["1", "2"], tasks[0].Exception!.InnerExceptions.Select(static error => error.Message).Order());
        Assert.IsType<OperationCanceledException>(tasks[1].Exception!.InnerException);
        Assert.Equal(4, await (Task<int>)tasks[3]);
        var several = Only("Tasks.T.Several");
        Assert.Equal(("FAILED", "System.AggregateException"), (several.Run.Status, several.Tags["mlops.error.type"]));
        Assert.Contains("(2)", several.Tags["mlops.error.message"]);
        Assert.Equal("KILLED", Only("Tasks.T.Canceled").Run.Status);
        Assert.Equal(4, Only("Tasks.T.Fine").Metrics["result"].Last);
    }

    private static RecordedRunDetails Only(string method) => Assert.Single(WovenProgram.RunsOf(method));
}
