using Microsoft.CodeAnalysis;
using MlOps.Tests.Weaving.Support;

namespace MlOps.Tests.Weaving;

public class FingerprintTests
{
    /// <summary>What is edited, and the edit.</summary>
    public static TheoryData<string, string, string> EditsWithoutMeaning => new()
    {
        { "comment", "var sum = 0;", "var sum = 0; // the sum" },
        { "formatting", "sum += Scale(item);", "sum\n\n   +=   Scale( item ) ;" },
        { "local renamed", "sum", "total" },
        { "captured local renamed", "rate", "learningRate" },
        { "parameter renamed", "epochs", "rounds" },
        { "local function renamed", "Local", "Helper" },
        { "unrelated method", "/* members */", "public static int Unrelated(int x) => x + 1;" },
        { "unrelated lambda before", "/* members */", "public static Func<int, int> Unrelated() => x => x + 1;" },
        { "unrelated async method before", "/* members */", "public static async Task Unrelated() { await Task.Yield(); var y = 5; Func<int> f = () => y; f(); }" },
        { "unrelated constant", "/* members */", "private const int Unused = 5;" },
        { "unrelated field", "/* members */", "private static int s_unused;" },
        { "unrelated type", "/* types */", "public class Aardvark { public override string ToString() => \"a\"; public int[] Data = { 9, 9, 9, 9, 9, 9 }; }" },
        { "unrelated anonymous type", "/* types */", "public static class Aardvark { public static object Make() => new { A = 1, B = 2 }; }" },
        { "unrelated overload", "/* members */", "private static int Scale(string text) => text.Length;" },
        { "another tracked method", "/* types */", "public static class Other { [Tracked] public static void Run() { } }" + Trackers.Of("Demo.Other", "Run", "void") },
    };

    public static TheoryData<string, string, string> EditsWithMeaning => new()
    {
        { "constant in the method", "rate = 3", "rate = 4" },
        { "inlined constant", "Factor = 2", "Factor = 5" },
        { "constant in a callee", "Factor; }", "Factor + 1; }" },
        { "constant in a lambda", "x + rate", "x + rate + 1" },
        { "constant in a local function", "value - 1", "value - 2" },
        { "constant after an await", "Task.Delay(1)", "Task.Delay(2)" },
        { "constant behind an interface", "input + 10", "input + 11" },
        { "constant in an override", "input + 20", "input + 21" },
        { "constant in an explicit implementation", "input + 30", "input + 31" },
        { "constant in a property", "=> 40", "=> 41" },
        { "constant in a constructor", "_bias = 50", "_bias = 51" },
        { "constant in a generic callee", "count + 60", "count + 61" },
        { "constant in a delegate's target", "x + 70", "x + 71" },
        { "constant in a called-back ToString", "\"Mean 80\"", "\"Mean 81\"" },
        { "constant in an iterator", "yield return 90", "yield return 91" },
        { "constant behind a static abstract member", "Start => 100", "Start => 101" },
        { "array data", "1, 2, 3, 4, 5", "1, 2, 3, 4, 6" },
        { "text", "}name{", "}names{" },
        { "floating point", "0.5", "0.25" },
        { "sign of zero", "+ 0.0;", "+ -0.0;" },
        { "static initializer of a touched type", "s_offset = 7", "s_offset = 8" },
        { "new static initializer in a touched type", "/* mean */", "public static readonly object Extra = new();" },
        { "new override", "/* types */", "public class Third : Mean { public override int Fit(int input) => 0; }" },
        { "new implementation", "/* types */", "public class Third : IModel { public int Fit(int input) => 0; }" },
        { "changed callee", "sum += Scale(item);", "sum += Mean.Twice(item);" },
        { "renamed helper", "Scale(", "Rescale(" },
        { "caught exception", "catch (FormatException)", "catch (OverflowException)" },
        { "filter", "when (item > 2)", "when (item > 3)" },
        { "type of a local", "long wide", "double wide" },
        { "order of calls", "First(); Second();", "Second(); First();" },
        { "external method", "Math.Max", "Math.Min" },
        { "constant in a file-local type", "Of() => 5", "Of() => 6" },
        { "automatic properties assigned the other way round", "Low = low; High = high;", "High = low; Low = high;" },
        { "another parameter of a primary constructor", "First => first", "First => second" },
        { "order of assignments that read each other", "var rate = 3;", "var rate = 3; rate = sum; sum = rate;" },
        { "checked arithmetic", "checked(wide + 1)", "unchecked(wide + 1)" },
    };

    private const string Program = """
        namespace Demo
        {
            /* types */
            file static class Hidden { public static int Of() => 5; }
            public class Bounds { public int Low { get; } public int High { get; } public Bounds(int low, int high) { Low = low; High = high; } }
            public class Kept(int first, int second) { public int First => first; public int Second => second; }
            public interface IModel { int Fit(int input); }
            public interface IStart { static abstract int Start { get; } }
            public class Mean : IModel
            {
                private readonly int _bias = 50;
                internal static int s_offset = 7;
                /* mean */
                public virtual int Fit(int input) => input + 10 + _bias + s_offset;
                public static int Twice(int value) => value * 2;
                public override string ToString() => "Mean 80";
            }
            public class Median : Mean, IStart { public override int Fit(int input) => input + 20; public static int Start => 100; }
            public class Mode : IModel { int IModel.Fit(int input) => input + 30; internal int Depth => 40; }

            public static class Trainer
            {
                private const int Factor = 2;
                /* members */
                private static int Scale(int epoch) { return epoch * Factor; }
                [Tracked]
                public static async Task<int> Train(IModel model, int epochs)
                {
                    var sum = 0;
                    var rate = 3;
                    long wide = Count(new[] { 1, 2, 3, 4, 5 });
                    Func<int, int> shift = x => x + rate;
                    int Local(int value) => value - 1;
                    foreach (var item in Items())
                    {
                        try { sum += Scale(item); await Task.Delay(1); }
                        catch (FormatException) when (item > 2) { sum--; }
                    }

                    wide = checked(wide + 1);
                    First(); Second();
                    Func<int, int> target = Target;
                    var half = 0.5 + sum;
                    half = half * 1.5 + 0.0;
                    return model.Fit(sum) + shift(1) + Local(1) + target(1) + new Mode().Depth + From<Median>() + $"{new Mean()}name{half}{wide}".Length + Math.Max(sum, epochs) + Hidden.Of() + new Bounds(1, 2).Low + new Kept(3, 4).First;
                }

                private static int Target(int x) => x + 70;
                private static int Count<T>(T[] items) { var count = items.Length; return count + 60; }
                private static IEnumerable<int> Items() { yield return 90; }
                private static int From<T>() where T : IStart => T.Start;
                private static void First() { }
                private static void Second() { }
                /*end*/
            }
        }
        """;

    private static readonly Dictionary<OptimizationLevel, string> Unedited =
        new[] { OptimizationLevel.Debug, OptimizationLevel.Release }.ToDictionary(static level => level, static level => TextOf(Program, level));

    [Theory, MemberData(nameof(EditsWithoutMeaning))]
    public void AnEditWithoutMeaningKeepsTheFingerprint(string what, string from, string to) => Assert.All(Unedited, original =>
        FingerprintText.AssertSame(what, original.Value, TextOf(Edit(from, to), original.Key)));

    [Theory, MemberData(nameof(EditsWithMeaning))]
    public void AnEditWithMeaningChangesTheFingerprint(string what, string from, string to) => Assert.All(Unedited, original =>
        Assert.True(original.Value != TextOf(Edit(from, to), original.Key), what));

    [Fact]
    public void MovingAMemberKeepsTheFingerprint()
    {
        const string Member = "private static int Scale(int epoch) { return epoch * Factor; }";
        var moved = Edit(Member, "").Replace("/*end*/", Member, StringComparison.Ordinal);

        Assert.All(Unedited, original => FingerprintText.AssertSame("moved", original.Value, TextOf(moved, original.Key)));
    }

    // In Debug the compiler keeps a line to stop at for every brace: there the code does differ.
    [Fact]
    public void ABodyWrittenAsExpressionKeepsTheFingerprintInRelease() => FingerprintText.AssertSame(
        "expression",
        Unedited[OptimizationLevel.Release],
        TextOf(Edit("{ return epoch * Factor; }", "=> epoch * Factor;"), OptimizationLevel.Release));

    [Fact]
    public void WeavingOtherMethodsFirstDoesNotChangeTheFingerprint()
    {
        var callsItself = Program.Replace("First(); Second();", "if (epochs > 5) await Train(model, 1); Other.Run();", StringComparison.Ordinal)
            .Replace("/* types */", "public static class Other { [Tracked] public static void Run() { } }", StringComparison.Ordinal);
        var other = Trackers.Of("Demo.Other", "Run", "void");

        Assert.Equal(FingerprintOf(other + callsItself), FingerprintOf(callsItself + other));
    }

    [Fact]
    public void DebugAndReleaseDiffer() => Assert.NotEqual(Unedited[OptimizationLevel.Debug], Unedited[OptimizationLevel.Release]);

    [Fact]
    public void TheTrackerItselfIsNotPartOfTheFingerprint()
    {
        var text = Unedited[OptimizationLevel.Release];
        Assert.DoesNotContain("_Tracked", text, StringComparison.Ordinal);
        Assert.Contains("Demo.Trainer::Scale", text, StringComparison.Ordinal);
    }

    private static string Edit(string from, string to)
    {
        var edited = Program.Replace(from, to, StringComparison.Ordinal);
        Assert.NotEqual(Program, edited);
        return edited;
    }

    private static string Complete(string program)
    {
        var tracker = Trackers.Of("Demo.Trainer", "Train", "Task<int>", "Demo.IModel model", "int epochs");
        return Support.Weaving.Source(program, tracker);
    }

    private static string FingerprintOf(string program)
    {
        using var compiled = Compiled.From(Complete(program));
        var result = compiled.Weave();
        Assert.Empty(result.Errors);
        return result.Methods.Single(static method => method.Name == "Demo.Trainer.Train").Fingerprint!;
    }

    // Texts rather than hashes: a failure then shows the line that differs.
    private static string TextOf(string program, OptimizationLevel optimization)
    {
        using var compiled = Compiled.From(Complete(program), new() { Optimization = optimization });
        return FingerprintText.Of(compiled, "Demo.Trainer", "Train");
    }
}
