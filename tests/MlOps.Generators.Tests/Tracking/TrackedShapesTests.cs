using MlOps.Store;
using MlOps.Tests.Support;

namespace MlOps.Tests.Tracking;

/// <summary>Every shape of method that can be tracked: it does what it did, and its runs are recorded.</summary>
public sealed class TrackedShapesTests
{
    [Fact]
    public void StructsOfEveryKindSeeTheirOwnChanges()
    {
        using var program = new WovenProgram("""
            namespace Structs
            {
                public struct Counter { public int N; [Tracked] public int Add(int by) => N += by; [Tracked] public readonly int Read() => N; }
                public readonly record struct Point(int X) { [Tracked] public int Twice() => X * 2; }
                public ref struct View(Span<int> rows) { private readonly Span<int> _rows = rows; public int Seen; [Tracked] public int Sum() { Seen++; var sum = 0; foreach (var row in _rows) { sum += row; } return sum; } }
                public struct Slow { public int N; [Tracked] public async Task<int> Read() { await Task.Yield(); return N; } [Tracked] public Task<int> Give() { N++; return Task.FromResult(N); } }
            }
            class Program
            {
                static object Main()
                {
                    var counter = new Structs.Counter();
                    counter.Add(3);
                    counter.Add(4);
                    var view = new Structs.View(stackalloc int[] { 1, 2, 3 });
                    var sum = view.Sum();
                    var slow = new Structs.Slow { N = 5 };
                    var given = slow.Give().Result;
                    return (counter.N, counter.Read(), new Structs.Point(4).Twice(), sum, view.Seen, given, slow.N, slow.Read().Result);
                }
            }
            """);

        Assert.Equal((7, 7, 8, 6, 1, 6, 6, 6), program.Main());
        Assert.Equal([3, 7], Results("Structs.Counter.Add").Order());
        Assert.Equal([7], Results("Structs.Counter.Read"));
        Assert.Equal([8], Results("Structs.Point.Twice"));
        Assert.Equal([6], Results("Structs.View.Sum"));
        Assert.Equal([6], Results("Structs.Slow.Give"));
        Assert.Equal([6], Results("Structs.Slow.Read"));
    }

    [Fact]
    public void GenericTypesAndMethodsKeepTheirConstraints()
    {
        using var program = new WovenProgram("""
            namespace Generics
            {
                public interface IModel<in T> { double Fit(T row); }
                public sealed class Mean : IModel<double> { public double Fit(double row) => row / 2; }
                public class Box<T>(T value) where T : notnull
                {
                    public class Inner<U> where U : class?, IComparable<U>
                    {
                        [Tracked] public static string Join<V>(T t, U? u, V v) where V : struct, Enum => $"{t}{u}{v}";
                    }
                    [Tracked] public T Value(int seed) => value;
                    [Tracked] public static TModel Make<TModel>(T row) where TModel : IModel<T>, new() { var model = new TModel(); model.Fit(row); return model; }
                }
                public static class Box { [Tracked] public static int Value(int seed) => seed; [Tracked] public static async Task<TResult> Later<TResult>(Func<TResult> make) { await Task.Yield(); return make(); } }
            }
            class Program
            {
                static object Main() => (
                    new Generics.Box<double>(2.5).Value(1),
                    Generics.Box<int>.Inner<string>.Join(1, "a", DayOfWeek.Friday),
                    Generics.Box<double>.Make<Generics.Mean>(4).GetType().Name,
                    Generics.Box.Value(9),
                    Generics.Box.Later(() => "late").Result);
            }
            """);

        Assert.Equal((2.5, "1aFriday", "Mean", 9, "late"), program.Main());
        Assert.Equal("1", Only("Generics.Box.Value", 2)[0].Params["seed"]);
        Assert.Equal("Friday", Only("Generics.Box.Inner.Join").Params.GetValueOrDefault("v", "Friday")); // Type parameters are no scalars; the call itself is what counts.
        Assert.Equal("FINISHED", Only("Generics.Box.Make").Run.Status);
        Assert.Equal("FINISHED", Only("Generics.Box.Later").Run.Status);
    }

    [Fact]
    public void ParametersArePassedAsTheMethodTakesThem()
    {
        using var program = new WovenProgram("""
            namespace Passing
            {
                public static class T
                {
                    [Tracked] public static bool Try(string text, in double rate, ref int count, out int length, int times = 2, params int[] rest) { count += times + rest.Length; length = text.Length; return rate > 0; }
                    [Tracked] public static int Sum(ReadOnlySpan<int> rows, params ReadOnlySpan<int> more) => rows.Length * 10 + more.Length;
                    [Tracked] public static ref int Find(int[] rows, int index) => ref rows[index];
                    [Tracked] public static ref readonly int Peek(ref readonly int row) => ref row;
                    [Tracked] public static Span<int> Slice(Span<int> rows, int length) => rows[..length];
                    [Tracked] public static unsafe int* Next(int* row) => row + 1;
                }
            }
            class Program
            {
                static unsafe object Main()
                {
                    var count = 1;
                    var taken = Passing.T.Try("four", 0.5, ref count, out var length, rest: [1, 2, 3]);
                    int[] rows = [1, 2, 3];
                    Passing.T.Find(rows, 1) = 20;
                    var peeked = Passing.T.Peek(in rows[1]);
                    Passing.T.Slice(rows, 1)[0] = 10;
                    fixed (int* row = rows) { *Passing.T.Next(Passing.T.Next(row)) = 30; }
                    return (taken, count, length, Passing.T.Sum(rows, 1, 2), peeked, string.Join(",", rows));
                }
            }
            """);

        Assert.Equal((true, 6, 4, 32, 20, "10,20,30"), program.Main());
        Assert.Equal(
            new Dictionary<string, string> { ["text"] = "four", ["rate"] = "0.5", ["count"] = "1", ["times"] = "2" },
            Only("Passing.T.Try").Params);
        Assert.Equal("True", Only("Passing.T.Try").Tags["result"]);
        Assert.Equal([2], Results("Passing.T.Find"));
        Assert.Equal([20], Results("Passing.T.Peek"));
        Assert.Equal("1", Only("Passing.T.Slice").Params["length"]);
    }

    [Fact]
    public async Task TasksOfEveryKindAreTrackedUntilTheyEnd()
    {
        using var program = new WovenProgram("""
            namespace Tasks
            {
                public sealed class Resource : IAsyncDisposable { public ValueTask DisposeAsync() => default; }
                public static class T
                {
                    [Tracked] public static async ValueTask<int> Value(int seed) { await using var resource = new Resource(); await Task.Yield(); Run.Current.Log("seen", seed); return seed; }
                    [Tracked] public static async ValueTask Nothing() => await Task.Yield();
                    [Tracked] public static ValueTask<int> Given(int seed) => seed < 0 ? throw new ArgumentException("at once") : new(seed);
                    [Tracked] public static ValueTask Done() => default;
                    [Tracked] public static Task<int>? Missing() => null;
                }
            }
            class Program { static object Main() => (Func<Task<string>>)(async () =>
            {
                var thrown = "";
                try { _ = Tasks.T.Given(-1); } catch (ArgumentException error) { thrown = error.Message; }
                await Tasks.T.Nothing();
                await Tasks.T.Done();
                return $"{await Tasks.T.Value(3)} {await Tasks.T.Given(4)} {thrown} {Tasks.T.Missing() is null}";
            }); }
            """);

        Assert.Equal("3 4 at once True", await ((Func<Task<string>>)program.Main()!)());
        Assert.Equal(3, Only("Tasks.T.Value").Metrics["seen"].Last);
        Assert.Equal("FINISHED", Only("Tasks.T.Nothing").Run.Status);
        Assert.Equal("FINISHED", Only("Tasks.T.Done").Run.Status);
        Assert.Equal("FINISHED", Only("Tasks.T.Missing").Run.Status);
        Assert.Equal(["FAILED", "FINISHED"], Only("Tasks.T.Given", 2).Select(static run => run.Run.Status).Order());
    }

    [Fact]
    public void InterfacesOverridesAndExplicitImplementationsAreTracked()
    {
        using var program = new WovenProgram("""
            namespace Implementing
            {
                public interface ITrainer<T> { int Train(T seed); [Tracked] int Default(int seed) => seed + 1; static abstract int Make(int seed); }
                public class A : ITrainer<int>, ITrainer<string>
                {
                    [Tracked] int ITrainer<int>.Train(int seed) => seed;
                    [Tracked] int ITrainer<string>.Train(string seed) => seed.Length;
                    [Tracked] static int ITrainer<int>.Make(int seed) => seed * 10;
                    static int ITrainer<string>.Make(int seed) => seed;
                }
                public abstract class Base { public abstract int Fit<T>(T row) where T : struct; [Tracked] protected virtual int Score() => 1; }
                public class Derived : Base { [Tracked] public override int Fit<T>(T row) { Func<int> score = () => base.Score(); return score() + Score(); } [Tracked] protected override int Score() => 2; }
                public static class Maker { public static int Make<T>(int seed) where T : ITrainer<int> => T.Make(seed); }
            }
            class Program
            {
                static object Main()
                {
                    var a = new Implementing.A();
                    return (((Implementing.ITrainer<int>)a).Train(5), ((Implementing.ITrainer<string>)a).Train("four"), ((Implementing.ITrainer<int>)a).Default(1), Implementing.Maker.Make<Implementing.A>(3), new Implementing.Derived().Fit(0.5));
                }
            }
            """);

        Assert.Equal((5, 4, 2, 30, 3), program.Main());
        Assert.Equal([4, 5], Results("Implementing.A.ITrainer.Train").Order());
        Assert.Equal([2], Results("Implementing.ITrainer.Default"));
        Assert.Equal([30], Results("Implementing.A.ITrainer.Make"));
        Assert.Equal([3], Results("Implementing.Derived.Fit"));
        Assert.Equal([1], Results("Implementing.Base.Score"));
        Assert.Equal([2], Results("Implementing.Derived.Score"));
    }

    [Fact]
    public void PrivateTypesAreTrackedInsidePartialOnes()
    {
        using var program = new WovenProgram("""
            namespace Hidden
            {
                public static partial class T
                {
                    private sealed record Options(int Epochs);
                    private record struct Result(double Accuracy);
                    [Tracked] private static Result Train(Options options) => new(options.Epochs / 10.0);
                    public static double Run() => Train(new(5)).Accuracy + Box<int>.Run() + new Deep().Run();
                    private partial class Deep { [Tracked] internal int Train(int seed) => seed; internal int Run() => Train(7); }
                    internal partial class Box<U> { private sealed record Row(int X); [Tracked] private static int Fit<V>(Row row, U? u, V v) => row.X; internal static int Run() => Fit(new(3), default, "x"); }
                }
            }
            class Program { static object Main() => Hidden.T.Run(); }
            """);

        Assert.Equal(10.5, program.Main());
        Assert.Equal("5", Only("Hidden.T.Train").Params["options.epochs"]);
        Assert.Equal(0.5, Only("Hidden.T.Train").Metrics["accuracy"].Last);
        Assert.Equal([7], Results("Hidden.T.Deep.Train"));
        Assert.Equal("3", Only("Hidden.T.Box.Fit").Params["row.x"]);
    }

    [Fact]
    public void StaticLocalFunctionsAreTrackedWhereverTheyStand()
    {
        using var program = new WovenProgram("""
            namespace Local
            {
                public class Box<T>
                {
                    public int Value { get { [Tracked] static int Get(int seed) => seed; return Get(2); } }
                    public async Task<int> Run<U>(T t, U u)
                    {
                        [Tracked] static async Task<int> Train(T t, U u, int seed) { await Task.Yield(); [Tracked] static int Deep(int seed) => seed * 2; return Deep(seed); }
                        return await Train(t, u, 4);
                    }
                    public int Overloads() { return One() + Two(); int One() { [Tracked] static int Same(int seed) => seed; return Same(1); } int Two() { [Tracked] static int Same(string text) => text.Length; return Same("four"); } }
                }
            }
            class Program { static object Main() { var box = new Local.Box<string>(); return (box.Value, box.Run("a", 1.5).Result, box.Overloads()); } }
            """);

        Assert.Equal((2, 8, 5), program.Main());
        Assert.Equal([2], Results("Local.Box.get_Value.Get"));
        Assert.Equal([8], Results("Local.Box.Run.Train"));
        Assert.Equal([8], Results("Local.Box.Run.Deep"));
        Assert.Equal([1, 4], Results("Local.Box.Overloads.Same").Order());
    }

    [Fact]
    public void PartialMethodsExtensionMembersAndPrimaryConstructorsAreTracked()
    {
        using var program = new WovenProgram("""
            namespace Odd
            {
                public partial class T(int seed)
                {
                    [Tracked] public partial int Train(int times);
                    public partial int Train(int times) => seed * times;
                    public partial Task<int> Later();
                    [Tracked] public async partial Task<int> Later() { await Task.Yield(); return seed; }
                }
                public static class Extensions
                {
                    extension(int[] rows)
                    {
                        [Tracked] public int Total(int scale) => rows.Sum() * scale;
                    }
                    extension<U>(List<U> rows) where U : notnull
                    {
                        [Tracked] public static int Make<V>(V value) => typeof(U).Name.Length;
                        [Tracked] public int Total(int scale) => rows.Count * scale;
                    }
                    [Tracked] public static int Old(this string text) => text.Length;
                }
            }
            class Program { static object Main() { var t = new Odd.T(5); return (t.Train(2), t.Later().Result, Odd.Extensions.Total(new int[] { 1, 2 }, 10), Odd.Extensions.Total(new List<string> { "a" }, 7), "four".Odd()); } }
            static class More { public static int Odd(this string text) => global::Odd.Extensions.Old(text); }
            """);

        Assert.Equal((10, 5, 30, 7, 4), program.Main());
        Assert.Equal([10], Results("Odd.T.Train"));
        Assert.Equal([5], Results("Odd.T.Later"));
        Assert.Equal([7, 30], Results("Odd.Extensions.Total").Order());
        Assert.Equal([4], Results("Odd.Extensions.Old"));
    }

    [Fact]
    public async Task ANestedRunKnowsItsParentUnlessItIsToldToStandAlone()
    {
        using var program = new WovenProgram("""
            namespace Nested
            {
                public static class T
                {
                    [Tracked(RunName = "cv of {folds} folds, rate {options.Rate:0.00}", Tags = ["team=vision", "stage = a=b "])]
                    public static async Task<string> CrossValidate(int folds, Options options) { await Task.WhenAll(Enumerable.Range(0, folds).Select(fold => Task.Run(() => Fold(fold)))); Alone(); return Run.Current.RunId; }
                    [Tracked(RunName = "fold {fold}")] public static void Fold(int fold) { }
                    [Tracked(Nested = false)] public static void Alone() { }
                }
                public record Options(double Rate, [Sensitive] string Key);
            }
            class Program { static object Main() => Nested.T.CrossValidate(3, new(0.125, "secret")); }
            """);

        var parent = await (Task<string>)program.Main()!;
        var run = Only("Nested.T.CrossValidate");
        Assert.Equal((parent, "cv of 3 folds, rate 0.13"), (run.Run.RunId, run.Run.Name));
        Assert.Equal(("vision", "a=b"), (run.Tags["team"], run.Tags["stage"]));
        Assert.Equal("***", run.Params["options.key"]);
        var folds = Only("Nested.T.Fold", 3);
        Assert.All(folds, fold => Assert.Equal(parent, fold.Run.ParentRunId));
        Assert.Equal(["fold 0", "fold 1", "fold 2"], folds.Select(static fold => fold.Run.Name).Order());
        Assert.Null(Only("Nested.T.Alone").Run.ParentRunId);
    }

    [Fact]
    public void MembersAreReadToTheDepthStatedUnderTheNamesGiven()
    {
        using var program = new WovenProgram("""
            namespace Flat
            {
                public record Options(int Epochs, [Param("lr")] double LearningRate, Optimizer? Optimizer, [NotLogged] Secret Hidden, [Sensitive] Secret Masked, Window Window, Window? Last, int[] Layers);
                public class Optimizer { public string Name => "adam"; public Schedule Schedule { get; } = new(); [NotLogged] public int Skipped => 1; [Param("betas")] public (double First, double Second) Beta => (0.9, 0.99); }
                public class Schedule { public DayOfWeek Day => DayOfWeek.Monday; public Deep Deep { get; } = new(); }
                public class Deep { public int Last => 4; }
                public record struct Window(int Size);
                public class Secret { public string Key => "never"; }
                public record Scores(double Accuracy, float? Missing, string Note, Part Train, [NotLogged] double Skipped, bool Good, decimal Cost);
                public record struct Part(double Loss);
                public static class T { [Tracked] public static Scores Train(Options options, [Param("seed number")] int seed, [NotLogged] string path, [Sensitive] string key, System.Threading.CancellationToken token) => new(0.5, null, "fine", new(0.1), 9, true, 2.5m); }
            }
            class Program { static object Main() => Flat.T.Train(new(3, 0.1, new(), new(), new(), new(7), null, [1]), 42, "/tmp", "secret", default); }
            """);

        program.Main();
        var run = Only("Flat.T.Train");
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["options.epochs"] = "3",
                ["options.lr"] = "0.1",
                ["options.optimizer.name"] = "adam",
                ["options.optimizer.schedule.day"] = "Monday",
                ["options.optimizer.schedule.deep.last"] = "4",
                ["options.optimizer.betas.first"] = "0.9",
                ["options.optimizer.betas.second"] = "0.99",
                ["options.masked"] = "***",
                ["options.window.size"] = "7",
                ["seed number"] = "42",
                ["key"] = "***",
            },
            run.Params);
        Assert.Equal(["accuracy", "cost", "train.loss"], run.Metrics.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("fine", "True"), (run.Tags["note"], run.Tags["good"]));
    }

    private static RecordedRunDetails Only(string method) => Assert.Single(WovenProgram.RunsOf(method));

    private static IReadOnlyList<RecordedRunDetails> Only(string method, int count)
    {
        var runs = WovenProgram.RunsOf(method);
        Assert.Equal(count, runs.Count);
        return runs;
    }

    private static IEnumerable<double> Results(string method) => WovenProgram.RunsOf(method).Select(static run => run.Metrics["result"].Last);
}
