using System.Reflection;
using MlOps.Tests.Weaving.Support;
using MlOps.Weaving;

namespace MlOps.Tests.Weaving;

/// <summary>Methods with <c>[Monitored]</c> go the same way as those with <c>[Tracked]</c>; their code has no fingerprint.</summary>
public sealed class MonitoredTests
{
    private const string Program = """
        namespace Demo
        {
            public static class Model
            {
                [Monitored] public static int Predict(int x) => x + 1;
            }
            public static class Program { public static void Main() => Log.Add(Model.Predict(1)); }
        }
        """;

    private static readonly string s_tracker = new TrackerSource("Demo.Model", "Predict", "int", "int x").ToString()
        .Replace("internal static readonly string? Code = Fingerprint();", "", StringComparison.Ordinal)
        .Replace("private static string? Fingerprint() => null;", "", StringComparison.Ordinal);

    [Fact]
    public void CallersReachTheTrackerAndTheCodeStaysAsItIs()
    {
        using var compiled = Compiled.From(Support.Weaving.Source(Program, s_tracker));
        var result = compiled.Weave();
        Assert.Empty(result.Errors);
        Assert.Equal(new WovenMethod("Demo.Model.Predict", null), Assert.Single(result.Methods));

        using var loaded = new Loaded(compiled);
        Assert.Equal(["begin Predict", "end Predict", "2"], loaded.Run());
        Assert.Null(loaded.Assembly.GetManifestResourceInfo("mlops.code"));
        Assert.Single(loaded.Assembly.GetType("Demo.Model")!.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic), static method => method.IsDefined(typeof(MonitoredAttribute), inherit: false));
    }
}
