using MlOps.Tests.Support;

namespace MlOps.Tests.Monitoring;

/// <summary>What monitored code does when it runs, from the attribute to the window. Each test has a namespace of its own, by which its monitors are named.</summary>
public sealed class MonitoredBehaviourTests
{
    // Gives what a window of a method held, one column a line, once the method has been called.
    private const string Watch = """

        static class Watch
        {
            public static string Calls(string method, Action calls)
            {
                var windows = new List<MlOps.Monitoring.MonitoredWindow>();
                MlOps.Monitoring.Monitors.Configure(options => options.Name == method ? options with { Completed = windows.Add, Channels = [] } : options);
                calls();
                foreach (var monitor in MlOps.Monitoring.Monitors.All.Where(monitor => monitor.Name == method))
                {
                    monitor.DisposeAsync().AsTask().Wait();
                }

                return string.Join("\n", windows.SelectMany(window => window.Profile.Columns).Select(Text));
            }

            public static string Text(MlOps.Monitoring.ColumnProfile column)
            {
                var summary = column.Summarize();
                return $"{column.Name}: {column.Rows} rows, {column.Missing} missing, {(summary.Mean is { } mean ? mean.ToString() : string.Join(" ", summary.Levels.Select(level => level.Level + "=" + level.Count)))}";
            }
        }
        """;

    [Fact]
    public void ArgumentsAndTheResultOfACallAreARow() => AssertColumns(
        """
        namespace Rows
        {
            public enum Kind { Wild, Tame }
            public sealed record Flower(double Length, int? Petals, Kind Kind);
            public static class Model
            {
                [Monitored]
                public static string Predict(Flower flower, bool hurry) => flower.Length > 2 ? "long" : "short";
            }
        }
        """,
        "Rows.Model.Predict",
        "Rows.Model.Predict(new(1, null, Rows.Kind.Wild), true); Rows.Model.Predict(new(3, 5, Rows.Kind.Tame), true);",
        "length: 2 rows, 0 missing, 2",
        "petals: 2 rows, 1 missing, 5",
        "kind: 2 rows, 0 missing, Tame=1 Wild=1",
        "hurry: 2 rows, 0 missing, True=2",
        "prediction: 2 rows, 0 missing, long=1 short=1");

    [Fact]
    public void AWindowMayHaveNoLimitOfTime() => AssertColumns(
        """
        namespace Endless
        {
            public static class Model
            {
                [Monitored(Minutes = double.PositiveInfinity)] public static int Predict(int age) => age;
            }
        }
        """,
        "Endless.Model.Predict",
        "Endless.Model.Predict(1);",
        "age: 1 rows, 0 missing, 1",
        "prediction: 1 rows, 0 missing, 1");

    [Fact]
    public void ACallThatThrowsIsNoRowAndThrowsAsItDoes() => AssertColumns(
        """
        namespace Throwing
        {
            public static class Model
            {
                [Monitored]
                public static int Predict(int age) => age < 0 ? throw new ArgumentOutOfRangeException(nameof(age)) : age;
            }
        }
        """,
        "Throwing.Model.Predict",
        "Throwing.Model.Predict(1); try { Throwing.Model.Predict(-1); } catch (ArgumentOutOfRangeException) { Throwing.Model.Predict(3); }",
        "age: 2 rows, 0 missing, 2",
        "prediction: 2 rows, 0 missing, 2");

    [Fact]
    public void AMemberThatThrowsLosesTheRowAndNotThePrediction() => AssertColumns(
        """
        namespace Faulty
        {
            public sealed class Row { public int Id; public int Age => Id == 2 ? throw new InvalidOperationException() : Id; }
            public static class Model
            {
                [Monitored]
                public static int Predict(Row? row) => row?.Id ?? 9;
            }
        }
        """,
        "Faulty.Model.Predict",
        "for (var id = 1; id <= 3; id++) { if (Faulty.Model.Predict(new() { Id = id }) != id) throw new Exception(); } Faulty.Model.Predict(null);",
        "id: 3 rows, 1 missing, 2",
        "age: 3 rows, 1 missing, 2",
        "prediction: 3 rows, 0 missing, 4.333333333333333");

    [Fact]
    public void TasksAreRowsOnceTheyHaveEndedWell() => AssertColumns(
        """
        namespace Tasks
        {
            public sealed class Model(double bias)
            {
                [Monitored(Name = "async")]
                public async Task<double> Later(double x) { await Task.Delay(1); return x < 0 ? throw new Exception("no") : x + bias; }

                [Monitored(Name = "task")]
                public Task<double> Handed(double x) => x < 0 ? Task.FromException<double>(new Exception("no")) : Task.FromResult(x + bias);

                [Monitored(Name = "value")]
                public async ValueTask<double> Value(double x) { await Task.Yield(); return x + bias; }

                [Monitored(Name = "nothing")]
                public async Task Nothing(double x) => await Task.Delay(1);
            }
        }
        """,
        "async",
        "var m = new Tasks.Model(1); m.Later(1).Wait(); try { m.Later(-1).Wait(); } catch (AggregateException e) when (e.InnerException!.Message == \"no\") { } m.Later(3).Wait();"
        + "Console.Out.Write(Watch.Calls(\"task\", () => { m.Handed(1).Wait(); if (m.Handed(-1).Exception is null) throw new Exception(); }) is \"x: 1 rows, 0 missing, 1\\nprediction: 1 rows, 0 missing, 2\" ? \"\" : throw new Exception(\"task\"));"
        + "Console.Out.Write(Watch.Calls(\"value\", () => m.Value(4).AsTask().Wait()) is \"x: 1 rows, 0 missing, 4\\nprediction: 1 rows, 0 missing, 5\" ? \"\" : throw new Exception(\"value\"));"
        + "Console.Out.Write(Watch.Calls(\"nothing\", () => m.Nothing(4).Wait()) is \"x: 1 rows, 0 missing, 4\" ? \"\" : throw new Exception(\"nothing\"));",
        "x: 2 rows, 0 missing, 2",
        "prediction: 2 rows, 0 missing, 3");

    [Fact]
    public void AllKindsOfMethodsAreWatched() => AssertColumns(
        """
        namespace Kinds
        {
            public interface IModel { double Predict(int x); }
            public struct Explicit : IModel { public int Calls; [Monitored(Name = "kinds")] double IModel.Predict(int x) => x + ++Calls; }
            public class Overloaded
            {
                [Monitored(Name = "kinds")] public virtual double Predict(int x, in int @class, out int calls) { calls = 7; return x; }
                [Monitored(Name = "kinds2")] public double Predict(string x, [NotMonitored] params int[] rest) => x.Length;
                public static double Local(int x)
                {
                    return Inner(x, 2, 3, 4, 5);
                    [Monitored(Name = "kinds3")] static double Inner(int result, int body, int call, int to, int Read) => result + body;
                }
            }
        }
        """,
        "kinds3",
        "Console.Out.Write(Watch.Calls(\"kinds\", () => { Kinds.IModel m = new Kinds.Explicit(); m.Predict(1); m.Predict(1); }) is \"x: 2 rows, 0 missing, 1\\nprediction: 2 rows, 0 missing, 2.5\" ? \"\" : throw new Exception(\"kinds\"));"
        + "var o = new Kinds.Overloaded(); o.Predict(1, 2, out var seven); if (seven != 7 || o.Predict(\"ab\", 1, 2) != 2) throw new Exception(); Kinds.Overloaded.Local(1);",
        "result: 1 rows, 0 missing, 1",
        "body: 1 rows, 0 missing, 2",
        "call: 1 rows, 0 missing, 3",
        "to: 1 rows, 0 missing, 4",
        "read: 1 rows, 0 missing, 5",
        "prediction: 1 rows, 0 missing, 3");

    [Fact]
    public void TypesAreRowsOfMonitorsOfYourOwn()
    {
        using var program = new LoadedProgram("""
            #pragma warning disable CS8981
            namespace Own
            {
                public class Base { public int Inherited { get; init; } = 2; }
                [Monitored] public sealed class Row : Base { public double Value; [NotMonitored] public Row? Next; [Sensitive] public string Owner = "eve"; }
                [Monitored] public readonly record struct row(int Register, int Columns, int to, int @class);
                public class Outer { [Monitored] internal sealed record Row(DayOfWeek Day, char? Letter); }
            }
            class Program
            {
                static object Main() => string.Join("\n", new[]
                {
                    MlOps.Monitoring.RowProfile.Of(new Own.Row[] { new() { Value = 1 }, new() { Value = 2 } }),
                    MlOps.Monitoring.RowProfile.Of(new Own.row[] { new(1, 2, 3, 4) }),
                    MlOps.Monitoring.RowProfile.Of(new Own.Outer.Row[] { new(DayOfWeek.Friday, 'x'), new((DayOfWeek)9, null) }),
                }.SelectMany(profile => profile.Columns).Select(column => column.Name == "owner" ? "owner: " + column.Summarize().Levels.All(level => level.Level != "eve") : Watch.Text(column)));
            }
            """ + Watch);
        Assert.Equal(
            """
            inherited: 2 rows, 0 missing, 2
            value: 2 rows, 0 missing, 1.5
            owner: True
            register: 1 rows, 0 missing, 1
            columns: 1 rows, 0 missing, 2
            to: 1 rows, 0 missing, 3
            class: 1 rows, 0 missing, 4
            day: 2 rows, 0 missing, 9=1 Friday=1
            letter: 2 rows, 1 missing, x=1
            """,
            program.Main());
    }

    [Fact]
    public void ACallAllocatesNothing()
    {
        using var program = new WovenProgram("""
            namespace Free
            {
                public enum Kind { A, B }
                public sealed record Home(string City, Kind? Kind);
                public sealed record Row(double A, int? B, decimal C, bool D, char E, Kind F, TimeSpan G, Home? Home);
                public static class Model
                {
                    [Monitored] public static double Predict(Row row) => row.A;
                }
            }
            class Program
            {
                static object Main()
                {
                    var row = new Free.Row(1, 2, 3, true, 'x', Free.Kind.B, TimeSpan.FromHours(1), new("Rome", Free.Kind.A));
                    Free.Model.Predict(row);
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    for (var i = 0; i < 10_000; i++) Free.Model.Predict(row);
                    return GC.GetAllocatedBytesForCurrentThread() - before;
                }
            }
            """);
        Assert.Equal(0L, program.Main());
    }

    private static void AssertColumns(string source, string method, string calls, params string[] columns)
    {
        using var program = new WovenProgram($$"""
            {{source}}
            class Program { static object Main() => Watch.Calls("{{method}}", () => { {{calls}} }); }
            {{Watch}}
            """);
        Assert.Equal(string.Join('\n', columns), program.Main());
    }
}
