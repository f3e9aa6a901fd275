using Microsoft.CodeAnalysis;

namespace MlOps.Tests.Weaving.Support;

/// <summary>From source to what the woven program noted, in one step.</summary>
internal static class Weaving
{
    public static string Source(string code, params string[] trackers) =>
        Trackers.Preamble + code + string.Concat(trackers) + Trackers.Log;

    public static IReadOnlyList<string> Run(OptimizationLevel optimization, string code, params string[] trackers)
    {
        using var compiled = Compiled.Woven(Source(code, trackers), new() { Optimization = optimization });
        using var loaded = new Loaded(compiled);
        Assert.NotEqual(0, loaded.PrepareAll());
        return loaded.Run();
    }
}
