namespace MlOps.Tests;

/// <summary>
/// App calls Lib, and Lib calls Deep. An edit inside a method of Lib or Deep leaves their reference assemblies as they were, so
/// the compiler has nothing to do in App; its fingerprints must follow all the same.
/// </summary>
public sealed class ProjectReferenceTests(PackageFeed feed)
{
    private const string Program = """
        using MlOps;
        Trainer.Train();
        internal static class Trainer
        {
            [Tracked] public static double Train() => Demo.Helper.Score(3);
        }
        """;

    private const string Lib = "namespace Demo; public static class Helper { public static double Score(int value) => value * 2; public static int Other() => 1; }";
    private const string LibOverDeep = "namespace Demo; public static class Helper { public static double Score(int value) => Depth.Of(value); }";
    private const string Deep = "namespace Demo; public static class Depth { public static double Of(int value) => value * 2; }";

    [Fact]
    public void AnEditedMethodBodyInAReferencedProjectChangesTheFingerprintThoughTheCompilerDoesNotRun()
    {
        using var consumer = Create();
        consumer.Write("lib/Helper.cs", Lib);
        var first = BuildAndRun(consumer);
        var (assembly, compiled) = (Woven(consumer), CompiledAt(consumer));

        consumer.Write("lib/Helper.cs", Lib.Replace("value * 2", "value * 3"));
        Assert.NotEqual(first, BuildAndRun(consumer));
        Assert.NotEqual(assembly, Woven(consumer));
        Assert.Equal(compiled, CompiledAt(consumer));

        consumer.Write("lib/Helper.cs", Lib);
        Assert.Equal(first, BuildAndRun(consumer));
        Assert.Equal(assembly, Woven(consumer));

        // Nothing that Train calls: neither the fingerprint nor the file moves.
        var written = File.GetLastWriteTimeUtc(consumer.PathOf("obj", "Debug", "net10.0", "App.dll"));
        consumer.Write("lib/Helper.cs", Lib.Replace("=> 1", "=> 2"));
        Assert.Equal(first, BuildAndRun(consumer));
        Assert.Equal(written, File.GetLastWriteTimeUtc(consumer.PathOf("obj", "Debug", "net10.0", "App.dll")));

        Assert.Contains("Skipping target \"MlOpsWeave\"", consumer.Build("-v:normal").ShouldSucceed().Output);
    }

    [Fact]
    public void SoDoesOneInAProjectThatOnlyTheReferencedOneKnows()
    {
        using var consumer = Create();
        consumer.Write("lib/Lib.csproj", ProjectFile("<ProjectReference Include=\"../deep/Deep.csproj\" />"));
        consumer.Write("lib/Helper.cs", LibOverDeep);
        consumer.Write("deep/Deep.csproj", ProjectFile(""));
        consumer.Write("deep/Depth.cs", Deep);
        var first = BuildAndRun(consumer);
        var compiled = CompiledAt(consumer);

        consumer.Write("deep/Depth.cs", Deep.Replace("value * 2", "value * 3"));
        var second = BuildAndRun(consumer);
        Assert.NotEqual(first, second);
        Assert.Equal(compiled, CompiledAt(consumer));

        var runs = consumer.Runs().EnumerateArray().Select(static run => run.GetProperty("run_id").GetString()!).ToArray();
        var explained = feed.Mlops(consumer.Folder, "code", "explain", runs[1], runs[0]);
        Assert.Equal(1, explained.ExitCode);
        Assert.Contains("Demo.Depth.Of(int) [Deep]", explained.Output);
    }

    [Fact]
    public void WeavingTurnedOffGivesWhatTheCompilerWroteAndCleanTakesTheCopyAway()
    {
        using var consumer = Create();
        consumer.Write("lib/Helper.cs", Lib);
        consumer.Build().ShouldSucceed();
        var woven = Woven(consumer);
        consumer.Build("-p:MlOpsWeave=false").ShouldSucceed();
        Assert.Equal(File.ReadAllBytes(consumer.PathOf("obj", "Debug", "net10.0", "mlops", "unwoven", "App.dll")), Woven(consumer));

        consumer.Build().ShouldSucceed();
        Assert.Equal(woven, Woven(consumer));
        consumer.Dotnet("clean", "App.csproj", "-nodeReuse:false").ShouldSucceed();
        Assert.DoesNotContain(Directory.EnumerateFiles(consumer.PathOf("obj"), "*", SearchOption.AllDirectories), static file => file.Contains("unwoven", StringComparison.Ordinal));
    }

    private static string ProjectFile(string items) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
          <ItemGroup>{items}</ItemGroup>
        </Project>
        """;

    private Consumer Create()
    {
        var consumer = new Consumer(feed, Program, "<DefaultItemExcludes>$(DefaultItemExcludes);lib/**;deep/**</DefaultItemExcludes>");
        consumer.Write("App.csproj", File.ReadAllText(consumer.PathOf("App.csproj")).Replace("<Dataset Include=\"data/iris.csv\" />", "<ProjectReference Include=\"lib/Lib.csproj\" />"));
        consumer.Write("lib/Lib.csproj", ProjectFile(""));
        return consumer;
    }

    private static string? BuildAndRun(Consumer consumer)
    {
        consumer.Build().ShouldSucceed();
        consumer.Execute().ShouldSucceed();
        return consumer.Show().GetProperty("code").GetProperty("fingerprint").GetString();
    }

    private static byte[] Woven(Consumer consumer) => File.ReadAllBytes(consumer.PathOf("bin", "Debug", "net10.0", "App.dll"));

    /// <summary>When the compiler last ran for App: it writes this file every time, and nobody else does.</summary>
    private static DateTime CompiledAt(Consumer consumer) =>
        File.GetLastWriteTimeUtc(consumer.PathOf("obj", "Debug", "net10.0", "refint", "App.dll"));
}
