using MlOps.Tests.Weaving.Support;
using MlOps.Weaving;

namespace MlOps.Tests.Weaving;

/// <summary>Fingerprints across assemblies: App calls Lib, Lib calls Deep, and both call the package Pack.</summary>
public class ProjectFingerprintTests
{
    private const string Deep = """
        namespace Demo
        {
            public static class Depth { public static int Of(int value) => value + 1; public static int Unused() => 2; }
        }
        """;

    private const string Lib = """
        namespace Demo
        {
            /* types */
            public interface IScore { int Of(int value); }
            public abstract class Loss { public abstract int Of(int value); public override string ToString() => "loss 3"; }
            public class Squared : Loss, IScore { public int Weight => 4; public override int Of(int value) => value * Weight; }
            public class Absolute : Loss { public override int Of(int value) => value + 5; }
            public struct Pair { public int First; public int Second; /* fields */ }
            public enum Mode { Fast, Slow }
            public class Made { public int Value = 60; }
            public static class Helper
            {
                /* members */
                internal static int s_start = 10;
                public static int Sum(Loss loss, int value)
                {
                    Func<int, int> shift = x => x + 11;
                    int Local(int inner) => inner - 12;
                    return shift(value) + Local(value) + loss.Of(value) + Depth.Of(value) + new T<Made>().Make().Value + s_start;
                }
                public static async Task<int> SumAsync(int value) { await Task.Delay(13); return value; }
                public static IEnumerable<int> Items() { yield return 14; }
                public static int Pack(int value) => Packed.Twice(value);
                private sealed class T<TMade> where TMade : new() { public TMade Make() => new TMade(); }
            }
        }
        """;

    private const string Pack = "namespace Demo { public static class Packed { public static int Twice(int value) => value * 2; } }";

    private const string App = """
        namespace Demo
        {
            public class Mine : Loss { public override int Of(int value) => value + 20; }
            public static class Trainer
            {
                [Tracked]
                public static async Task<int> Train(Loss loss, int value)
                {
                    var pair = new Pair { First = 1 };
                    Console.WriteLine(Mode.Fast);
                    return Helper.Sum(loss, value) + await Helper.SumAsync(value) + Helper.Items().Sum() + Helper.Pack(value) + pair.GetHashCode();
                }
            }
        }
        """;

    public static TheoryData<string, string, string> EditsWithoutMeaning => new()
    {
        { "comment", "/* members */", "// nothing" },
        { "unrelated method", "/* members */", "public static int Unrelated() => 1;" },
        { "unrelated lambda before", "/* members */", "public static Func<int, int> Unrelated() => x => x + 1;" },
        { "unrelated async method before", "/* members */", "public static async Task Unrelated() { await Task.Yield(); var y = 5; Func<int> f = () => y; f(); }" },
        { "unrelated type", "/* types */", "public class Aardvark { public int[] Data = { 9, 9, 9, 9, 9, 9 }; }" },
        { "local renamed", "shift", "moved" },
        { "parameter renamed", "inner", "outer" },
        { "unrelated method of the second project", "=> 2", "=> 3" },
    };

    public static TheoryData<string, string, string> EditsWithMeaning => new()
    {
        { "lambda", "x + 11", "x + 12" },
        { "local function", "inner - 12", "inner - 13" },
        { "async method", "Task.Delay(13)", "Task.Delay(14)" },
        { "iterator", "yield return 14", "yield return 15" },
        { "override", "value + 5", "value + 6" },
        { "override in the tracked assembly", "value + 20", "value + 21" },
        { "property in an override", "Weight => 4", "Weight => 5" },
        { "called-back ToString", "\"loss 3\"", "\"loss 4\"" },
        { "second project", "value + 1;", "value + 2;" },
        { "static initializer", "s_start = 10", "s_start = 11" },
        { "constructor behind new()", "Value = 60", "Value = 61" },
        { "new override", "/* types */", "public class Third : Loss { public override int Of(int value) => 0; }" },
        { "new field of a struct", "/* fields */", "public int Third;" },
        { "renamed member of an enum", "Fast", "Quick" },
        { "new module initializer", "/* members */", "[System.Runtime.CompilerServices.ModuleInitializer] internal static void Start() => s_start++;" },
        { "package", "value * 2;", "value * 3;" },
    };

    [Theory, MemberData(nameof(EditsWithoutMeaning))]
    public void AnEditWithoutMeaningInAReferencedProjectKeepsTheFingerprint(string what, string from, string to) =>
        FingerprintText.AssertSame(what, TextOf(static source => source), TextOf(source => source.Replace(from, to, StringComparison.Ordinal)));

    [Theory, MemberData(nameof(EditsWithMeaning))]
    public void AnEditWithMeaningInAReferencedProjectChangesTheFingerprint(string what, string from, string to)
    {
        Assert.Contains(from, Deep + Lib + Pack + App, StringComparison.Ordinal);
        Assert.True(TextOf(static source => source) != TextOf(source => source.Replace(from, to, StringComparison.Ordinal)), what);
    }

    // A package counts as a whole: every build of it may behave differently.
    [Fact]
    public void AnyEditInAPackageChangesTheFingerprintAndNoMethod()
    {
        var before = TextOf(static source => source).Split('\n');
        var after = TextOf(static source => source.Replace("class Packed", "class Unused { } public static class Packed", StringComparison.Ordinal)).Split('\n');
        Assert.StartsWith("reference Pack, Version=0.0.0.0", Assert.Single(before.Except(after)), StringComparison.Ordinal);
    }

    [Fact]
    public void TheFrameworkCountsByItsIdentity() =>
        Assert.Contains("reference System.Runtime, Version=10.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a \n", TextOf(static source => source), StringComparison.Ordinal);

    [Fact]
    public void OurOwnAssembliesAreNoPartOfWhatAMethodDoes() =>
        Assert.DoesNotContain("reference MlOps", TextOf(static source => source), StringComparison.Ordinal);

    [Fact]
    public void AReferencedProjectCountsAlikeWovenAndUnwoven()
    {
        const string Tracked = "namespace Demo { public class Inner { public int Rate => 3; [Tracked] public int Fit(int value) { Func<int, int> f = x => x + Rate; return value > 9 ? Fit(1) : f(value); } [Tracked] public static async Task<int> FitAsync(int value) { await Task.Delay(7); return value; } } }";
        const string Caller = "namespace Demo { public static class Trainer { [Tracked] public static async Task<int> Train(int value) => new Inner().Fit(value) + await Inner.FitAsync(value); } }";
        var trackers = Trackers.Of("Demo.Inner", "Fit", "int", "Demo.Inner self", "int value") + Trackers.Of("Demo.Inner", "FitAsync", "Task<int>", "int value");
        using var lib = Compiled.From(Support.Weaving.Source(Tracked, trackers), new() { Name = "Lib" });
        using var app = Compiled.From(Support.Weaving.Source(Caller), new() { Projects = [lib] });
        var before = FingerprintText.Of(app, "Demo.Trainer", "Train");
        Assert.Equal(WeaveOutcome.Woven, lib.Weave().Outcome);

        FingerprintText.AssertSame("woven", before, FingerprintText.Of(app, "Demo.Trainer", "Train"));
        Assert.Contains("[Lib]Demo.Inner::Fit", before, StringComparison.Ordinal);
        Assert.DoesNotContain("Body", before, StringComparison.Ordinal);
    }

    private static string TextOf(Func<string, string> edit)
    {
        using var deep = Compiled.From(Support.Weaving.Source(edit(Deep)), new() { Name = "Deep" });
        using var pack = Compiled.From(edit(Pack), new() { Name = "Pack", MapPaths = true });
        using var lib = Compiled.From(Support.Weaving.Source(edit(Lib)), new() { Name = "Lib", Projects = [deep], Packages = [pack] });
        using var app = Compiled.From(Trackers.Preamble + edit(App), new() { Projects = [lib, deep], Packages = [pack] });
        return FingerprintText.Of(app, "Demo.Trainer", "Train");
    }
}
