using Microsoft.CodeAnalysis;

namespace MlOps.Tests.Weaving.Support;

/// <summary>From source to what the woven program noted, in one step.</summary>
internal static class Weaving
{
    public static TheoryData<OptimizationLevel> Optimizations => [OptimizationLevel.Debug, OptimizationLevel.Release];

    public static string Source(string code, params string[] trackers) =>
        Trackers.Preamble + code + string.Concat(trackers) + Trackers.Log;

    /// <summary>Runs the woven code, after the runtime has accepted every method of it and the symbols have been found to be in place.</summary>
    public static IReadOnlyList<string> Run(OptimizationLevel optimization, string code, params string[] trackers)
    {
        using var compiled = Compiled.From(Source(code, trackers), new() { Optimization = optimization });
        var before = LinesOfTheUser(compiled);
        compiled.MustWeave();
        Assert.NotEmpty(before);
        Assert.Equal(before, LinesOfTheUser(compiled));
        using var loaded = new Loaded(compiled);
        Assert.NotEqual(0, loaded.PrepareAll());
        return loaded.Run();
    }

    private static IReadOnlyList<string> LinesOfTheUser(Compiled compiled)
    {
        using var symbols = new Symbols(compiled);
        return symbols.LinesOfTheUser();
    }
}
