using Microsoft.CodeAnalysis;
using MlOps.Tests.Weaving.Support;
using static MlOps.Tests.Weaving.Support.Weaving;

namespace MlOps.Tests.Weaving;

/// <summary>Type parameters are one row, those of the type and then those of the method, wherever the tracker splits it.</summary>
public class GenericTests
{
    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AGenericMethodKeepsItsTypeArguments(OptimizationLevel optimization) => Assert.Equal(
        ["begin Name", "end Name", "Int32 String 1 x", "begin Name", "end Name", "Object Guid"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public static class Trainer
                {
                    [Tracked] public static string Name<T, U>(T first, U second) where U : notnull => typeof(T).Name + " " + typeof(U).Name + (first is null ? "" : $" {first} {second}");
                }
                public static class Program { public static void Main() { Log.Add(Trainer.Name(1, "x")); Log.Add(Trainer.Name<object?, Guid>(null, default)); } }
            }
            """,
            new TrackerSource("Demo.Trainer", "Name", "string", "T first", "U second") { Generics = "<T, U>", Constraints = "where U : notnull" }));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AMethodOfAGenericTypeKeepsTheTypeArguments(OptimizationLevel optimization) => Assert.Equal(
        ["begin Add", "end Add", "2", "begin Create", "end Create", "0", "begin Convert", "end Convert", "String Int32 True"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Bag<T> where T : notnull
                {
                    private readonly List<T> _rows = [];
                    [Tracked] public int Add(T row, params T[] more) { _rows.Add(row); _rows.AddRange(more); Func<int> count = () => _rows.Count; return count(); }
                    [Tracked] public static Bag<T> Create() => new();
                    [Tracked] public string Convert<U>(Func<T, U> map, bool twice = true) { Func<string> text = () => $"{typeof(T).Name} {typeof(U).Name} {twice}"; return text(); }
                    public int Count => _rows.Count;
                }
                public static class Program
                {
                    public static void Main()
                    {
                        Log.Add(new Bag<string>().Add("a", "b"));
                        Log.Add(Bag<int>.Create().Count);
                        Log.Add(new Bag<string>().Convert(text => text.Length));
                    }
                }
            }
            """,
            new TrackerSource("Demo.Bag<>", "Add", "int", "Demo.Bag<T> self", "T row", "T[] more") { Generics = "<T>", Constraints = "where T : notnull" },
            new TrackerSource("Demo.Bag<>", "Create", "Demo.Bag<T>") { Generics = "<T>", Constraints = "where T : notnull" },
            new TrackerSource("Demo.Bag<>", "Convert", "string", "Demo.Bag<T> self", "Func<T, U> map", "bool twice") { Generics = "<T, U>", Constraints = "where T : notnull" }));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AMethodOfANestedGenericTypeHasTheParametersOfAllItsContainers(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "Int32 String Boolean"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Outer<T>
                {
                    public class Inner<U> { [Tracked] public string Train<V>(T a, U b, V c) => string.Join(" ", typeof(T).Name, typeof(U).Name, typeof(V).Name); }
                }
                public static class Program { public static void Main() => Log.Add(new Outer<int>.Inner<string>().Train(1, "", true)); }
            }
            """,
            new TrackerSource("Demo.Outer<>.Inner<>", "Train", "string", "Demo.Outer<T>.Inner<U> self", "T a", "U b", "V c") { Generics = "<T, U, V>" }));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ATrackerInsideAGenericContainerInheritsItsTypeParameters(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "Int32 String Boolean", "begin Own", "end Own", "Int32 Byte"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public partial class Outer<T>
                {
                    private sealed class Hidden;
                    private class Inner<U> { [Tracked] public string Train<V>(Hidden hidden, T a, U b, V c) => string.Join(" ", typeof(T).Name, typeof(U).Name, typeof(V).Name); }
                    [Tracked] private string Own<V>(Hidden hidden, V value) => typeof(T).Name + " " + typeof(V).Name;
                    public void Run(T a) { Log.Add(new Inner<string>().Train(new Hidden(), a, "", true)); Log.Add(Own(new Hidden(), (byte)1)); }
                }
                public static class Program { public static void Main() => new Outer<int>().Run(1); }
            }
            """,
            "namespace Demo { partial class Outer<T> {",
            new TrackerSource("Demo.Outer<>.Inner<>", "Train", "string", "Inner<U> self", "Hidden hidden", "T a", "U b", "V c") { Generics = "<U, V>", Access = "private" },
            new TrackerSource("Demo.Outer<>", "Own", "string", "Outer<T> self", "Hidden hidden", "V value") { Generics = "<V>", Access = "private" },
            "} }"));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void ConstraintsStayOnTheMethodAndItsCode(OptimizationLevel optimization) => Assert.Equal(
        ["begin Make", "end Make", "System.Object", "begin Size", "end Size", "4", "begin Take", "end Take", "3", "Make DefaultConstructorConstraint Trainer", "<Make>Body DefaultConstructorConstraint Trainer"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Trainer
                {
                    [Tracked] public static string Make<T, U>(U trainer) where T : new() where U : Trainer => new T().ToString()!;
                    [Tracked] public static unsafe int Size<T>(T value) where T : unmanaged => sizeof(T);
                    [Tracked] public static int Take<T>(scoped T rows, Func<T, int> count) where T : allows ref struct => count(rows);
                }
                public static class Program
                {
                    public static void Main()
                    {
                        Log.Add(Trainer.Make<object, Trainer>(new()));
                        Log.Add(Trainer.Size(1));
                        Log.Add(Trainer.Take<Span<int>>(new int[3], rows => rows.Length));
                        foreach (var method in typeof(Trainer).GetMethods((System.Reflection.BindingFlags)62).Where(method => method.Name.Contains("Make")).OrderByDescending(method => method.Name))
                            Log.Add($"{method.Name} {method.GetGenericArguments()[0].GenericParameterAttributes} {method.GetGenericArguments()[1].GetGenericParameterConstraints()[0].Name}");
                    }
                }
            }
            """,
            new TrackerSource("Demo.Trainer", "Make", "string", "U trainer") { Generics = "<T, U>", Constraints = "where T : new() where U : Demo.Trainer" },
            new TrackerSource("Demo.Trainer", "Size", "int", "T value") { Generics = "<T>", Constraints = "where T : unmanaged" },
            new TrackerSource("Demo.Trainer", "Take", "int", "scoped T rows", "Func<T, int> count") { Generics = "<T>", Constraints = "where T : allows ref struct" }));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void OverloadsThatDifferInTheirTypeParametersAreToldApart(OptimizationLevel optimization) => Assert.Equal(
        ["one of type", "begin Train", "two of method", "end Train", "begin Train", "list", "end Train"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public class Trainer<T>
                {
                    public static void Train<U>(T row) => Log.Add("one of type");
                    [Tracked] public static void Train<U>(U row, int number) => Log.Add("two of method");
                    public static void Train<U>(T row, int number) => Log.Add("untracked");
                    [Tracked] public static void Train<U>(List<U> rows) => Log.Add("list");
                    public static void Train(List<T> rows) => Log.Add("untracked list");
                }
                public static class Program { public static void Main() { Trainer<string>.Train<int>(""); Trainer<string>.Train<int>(1, 2); Trainer<string>.Train<int>(new List<int>()); } }
            }
            """,
            new TrackerSource("Demo.Trainer<>", "Train", "void", "U row", "int number") { Generics = "<T, U>" },
            new TrackerSource("Demo.Trainer<>", "Train", "void", "List<U> rows") { Generics = "<T, U>", Name = "Second_Tracked" }));

    [Theory, MemberData(nameof(Optimizations), MemberType = typeof(Support.Weaving))]
    public void AnOverrideOfAGenericMethodInheritsItsConstraints(OptimizationLevel optimization) => Assert.Equal(
        ["begin Train", "end Train", "deep"],
        Run(
            optimization,
            """
            namespace Demo
            {
                public abstract class Trainer { public abstract string Train<T>(T row) where T : class, new(); }
                public class Deep : Trainer { [Tracked] public override string Train<T>(T row) => "deep"; }
                public static class Program { public static void Main() { Trainer trainer = new Deep(); Log.Add(trainer.Train(new object())); } }
            }
            """,
            new TrackerSource("Demo.Deep", "Train", "string", "Demo.Deep self", "T row") { Generics = "<T>", Constraints = "where T : class, new()" }));
}
