using MlOps.Tests.Weaving.Support;
using MlOps.Weaving;

namespace MlOps.Tests.Weaving;

/// <summary>
/// A woven assembly whose referenced project changed is stamped anew from what the compiler wrote, because the compiler itself
/// has no reason to run again.
/// </summary>
public sealed class RestampTests : IDisposable
{
    private const string Lib = "namespace Demo { public static class Helper { public static int One() => 1; } }";

    private static readonly string App = Support.Weaving.Source(
        "namespace Demo { public static class Trainer { [Tracked] public static int Train() => Helper.One(); } public static class Program { public static void Main() => Log.Add(Trainer.Train()); } }",
        Trackers.Of("Demo.Trainer", "Train", "int"));

    private readonly TempFolder _unwoven = new();
    private readonly Compiled _lib = Compiled.From(Lib, new() { Name = "Lib" });
    private readonly Compiled _edited = Compiled.From(Lib.Replace("=> 1", "=> 2", StringComparison.Ordinal), new() { Name = "Lib" });
    private readonly Compiled _app;

    public RestampTests() => _app = Compiled.From(App, new() { Projects = [_lib], MapPaths = true });

    [Fact]
    public void AnEditInAReferencedProjectGivesTheFilesThatAFreshBuildGives()
    {
        var before = Weave(_app, _unwoven).Methods[0].Fingerprint;
        File.Copy(_edited.AssemblyPath, _lib.AssemblyPath, overwrite: true);
        var again = Weave(_app, _unwoven);

        using var fresh = Compiled.From(App, new() { Projects = [_lib], MapPaths = true });
        using var other = new TempFolder();
        Assert.Equal(Weave(fresh, other).Methods, again.Methods);
        Assert.NotEqual(before, again.Methods[0].Fingerprint);
        Assert.Equal(fresh.Bytes, _app.Bytes);
        Assert.Equal(File.ReadAllBytes(fresh.SymbolPath), File.ReadAllBytes(_app.SymbolPath));
    }

    [Fact]
    public void WithoutAChangeTheFilesKeepTheirTimes()
    {
        Weave(_app, _unwoven);
        var old = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        string[] files = [_app.AssemblyPath, _app.SymbolPath, _unwoven.PathOf("App.dll"), _unwoven.PathOf("App.pdb")];
        Array.ForEach(files, file => File.SetLastWriteTimeUtc(file, old));
        Weave(_app, _unwoven);

        Assert.All(files, file => Assert.Equal(old, File.GetLastWriteTimeUtc(file)));
    }

    [Fact]
    public void WhatIsKeptIsWhatTheCompilerWrote()
    {
        var (assembly, symbols) = (_app.Bytes, File.ReadAllBytes(_app.SymbolPath));
        Weave(_app, _unwoven);

        Assert.Equal(assembly, File.ReadAllBytes(_unwoven.PathOf("App.dll")));
        Assert.Equal(symbols, File.ReadAllBytes(_unwoven.PathOf("App.pdb")));
    }

    [Fact]
    public void APassThatDiedBetweenSymbolsAndAssemblyIsMadeGood()
    {
        var compiled = _app.Bytes;
        Weave(_app, _unwoven);
        var woven = _app.Bytes;
        File.WriteAllBytes(_app.AssemblyPath, compiled);

        Assert.Equal(WeaveOutcome.Woven, Weave(_app, _unwoven).Outcome);
        Assert.Equal(woven, _app.Bytes);
    }

    [Fact]
    public void AFailedPassLeavesWhatTheCompilerWroteInBothPlaces()
    {
        using var broken = Compiled.From(App.Replace("[Tracked]", "", StringComparison.Ordinal), new() { Projects = [_lib] });
        var before = broken.Bytes;
        var result = Weaver.Weave(broken.Request with { UnwovenFolder = _unwoven.Root });

        Assert.Equal(WeaveOutcome.Failed, result.Outcome);
        Assert.Equal(before, broken.Bytes);
        Assert.Equal(before, File.ReadAllBytes(_unwoven.PathOf("App.dll")));
    }

    public void Dispose()
    {
        _app.Dispose();
        _lib.Dispose();
        _edited.Dispose();
        _unwoven.Dispose();
    }

    private static WeaveResult Weave(Compiled app, TempFolder unwoven)
    {
        var result = Weaver.Weave(app.Request with { UnwovenFolder = unwoven.Root });
        Assert.Empty(result.Errors);
        return result;
    }
}
