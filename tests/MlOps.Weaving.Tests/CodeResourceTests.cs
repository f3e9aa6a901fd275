using System.Text.Json;
using Microsoft.CodeAnalysis;
using MlOps.Tests.Weaving.Support;
using MlOps.Weaving;

namespace MlOps.Tests.Weaving;

/// <summary>The resource <c>mlops.code</c>: what each fingerprint stands for.</summary>
public class CodeResourceTests
{
    private static readonly string Program = Support.Weaving.Source(
        """
        namespace Demo
        {
            public static class Trainer
            {
                [Tracked] public static int Train(List<int[]> rows) => Shared(rows.Count) + Only.Here<string>() + (int)typeof(Trainer).GetMethod("Secret")!.Invoke(null, null)!;
                [Tracked] public static int Test(ref double x) => Shared(1) + (int)Native(2.0);
                [Tracked] public static dynamic Third(dynamic x) => x.Go() + (int)Activator.CreateInstance(Type.GetType("System.Int32")!)!;
                private static int Shared(int value) { Func<int, int> f = x => x + value; return f(1); }
                private static int Secret() => 5;
                private static int NotReached() => 5;
                [System.Runtime.InteropServices.DllImport("mathlib", EntryPoint = "cosine")] private static extern double Native(double x);
                public static class Only { public static int Here<T>() => 1; }
            }
        }
        """,
        Trackers.Of("Demo.Trainer", "Train", "int", "List<int[]> rows"),
        """
        [TracksMethod(typeof(global::Demo.Trainer), "Test")]
        internal static class Test_Tracked
        {
            internal static int Invoke(ref double x) => Body(ref x);
            private static int Body(ref double x) => throw new UnreachableException();
            private static string? Fingerprint() => null;
        }
        """,
        Trackers.Of("Demo.Trainer", "Third", "object", "object x"));

    [Fact]
    public void ItNamesTheMethodsOfEachClosureAsUsersWriteThem()
    {
        using var compiled = Compiled.From(Program);
        var (result, code) = Weave(compiled, compiled.Request);

        Assert.Equal(
            ["Demo.Trainer.Only.Here<T>()", "Demo.Trainer.Shared(int)", "Demo.Trainer.Train(List<int[]>)", "type Demo.Trainer", "type Demo.Trainer.Only"],
            Names(result, code, "Demo.Trainer.Train", "methods"));
        Assert.Equal(
            ["Demo.Trainer.Native(double)", "Demo.Trainer.Shared(int)", "Demo.Trainer.Test(ref double)", "type Demo.Trainer"],
            Names(result, code, "Demo.Trainer.Test", "methods"));
        Assert.All(code.GetProperty("methods").EnumerateArray(), static method => Assert.Matches("^[0-9a-f]{16}$", method[1].GetString()));
    }

    [Fact]
    public void ItTellsWhatTheFingerprintCannotSeeAndWhichMethodDoesIt()
    {
        using var compiled = Compiled.From(Program);
        var (result, code) = Weave(compiled, compiled.Request);

        Assert.Equal(
            ["System.Reflection.MethodBase.Invoke in Demo.Trainer.Train(List<int[]>)", "System.Type.GetMethod in Demo.Trainer.Train(List<int[]>)"],
            Names(result, code, "Demo.Trainer.Train", "unseen"));
        Assert.Equal(["native mathlib!cosine in Demo.Trainer.Native(double)"], Names(result, code, "Demo.Trainer.Test", "unseen"));
        Assert.Equal(
            ["System.Activator.CreateInstance in Demo.Trainer.Third(object)", "System.Type.GetType in Demo.Trainer.Third(object)", "dynamic in Demo.Trainer.Third(object)"],
            Names(result, code, "Demo.Trainer.Third", "unseen"));
    }

    [Fact]
    public void ItKeepsThePackagesAndTheSdkOfTheBuild()
    {
        using var compiled = Compiled.From(Program);
        var (result, code) = Weave(compiled, compiled.Request with
        {
            SdkVersion = "10.0.401",
            Packages = new Dictionary<string, string> { ["Zeta"] = "2.0.0", ["Alpha"] = "1.2.3-beta" },
        });

        Assert.Equal(1, code.GetProperty("version").GetInt32());
        Assert.Equal("10.0.401", code.GetProperty("sdk").GetString());
        Assert.Equal("""{"Alpha":"1.2.3-beta","Zeta":"2.0.0"}""", code.GetProperty("packages").GetRawText());
        Assert.Contains("System.Runtime, Version=10.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a", Names(result, code, "Demo.Trainer.Train", "references"));
    }

    [Fact]
    public void AMethodOfAnotherProjectHasTheNameOfItsAssemblyBehindIt()
    {
        using var lib = Compiled.From("namespace Demo { public static class Helper { public static int One() => 1; } }", new() { Name = "Lib" });
        using var app = Compiled.From(
            Support.Weaving.Source("namespace Demo { public static class Trainer { [Tracked] public static int Train() => Helper.One(); } }", Trackers.Of("Demo.Trainer", "Train", "int")),
            new() { Projects = [lib] });
        var (result, code) = Weave(app, app.Request);

        Assert.Equal(
            ["Demo.Helper.One() [Lib]", "Demo.Trainer.Train()", "type Demo.Helper [Lib]", "type Demo.Trainer"],
            Names(result, code, "Demo.Trainer.Train", "methods"));
    }

    [Fact]
    public void TwoFoldersGiveTheSameResource()
    {
        using var here = Compiled.From(Program, new() { MapPaths = true, Optimization = OptimizationLevel.Debug });
        using var there = Compiled.From(Program, new() { MapPaths = true, Optimization = OptimizationLevel.Debug });
        Assert.Equal(Weave(here, here.Request).Code.GetRawText(), Weave(there, there.Request).Code.GetRawText());
    }

    [Fact]
    public void AMethodsHashDoesNotDependOnWhatElseIsTracked()
    {
        using var alone = Compiled.From(Program.Replace("[Tracked] public static int Test", "public static int Test", StringComparison.Ordinal)
            .Replace("[TracksMethod(typeof(global::Demo.Trainer), \"Test\")]", "", StringComparison.Ordinal));
        using var together = Compiled.From(Program);
        Assert.Equal(HashOf(alone, "Demo.Trainer.Shared(int)"), HashOf(together, "Demo.Trainer.Shared(int)"));
    }

    private static string? HashOf(Compiled compiled, string method) => Weave(compiled, compiled.Request).Code.GetProperty("methods").EnumerateArray()
        .Single(candidate => candidate[0].GetString() == method)[1].GetString();

    private static (WeaveResult Result, JsonElement Code) Weave(Compiled compiled, WeaveRequest request)
    {
        var result = Weaver.Weave(request);
        Assert.Empty(result.Errors);
        using var loaded = new Loaded(compiled);
        using var resource = loaded.Assembly.GetManifestResourceStream("mlops.code")!;
        return (result, JsonDocument.Parse(resource).RootElement);
    }

    private static IEnumerable<string> Names(WeaveResult result, JsonElement code, string method, string table)
    {
        var fingerprint = result.Methods.Single(candidate => candidate.Name == method).Fingerprint!;
        return code.GetProperty("tracked").GetProperty(fingerprint).GetProperty(table).EnumerateArray()
            .Select(place => code.GetProperty(table)[place.GetInt32()])
            .Select(static entry => entry.ValueKind == JsonValueKind.Array ? entry[0].GetString()! : entry.GetString()!);
    }
}
