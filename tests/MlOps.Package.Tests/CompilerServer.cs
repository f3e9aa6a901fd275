namespace MlOps.Tests;

/// <summary>
/// One compiler for all the projects that tests build, which stays in memory: it compiles a small project in a third of the time that a
/// new one needs to get warm. It is this test run's own, so that whatever else is built on the machine has nothing to do with it.
/// </summary>
internal static class CompilerServer
{
    private static readonly string s_name = $"mlops-tests-{Environment.ProcessId}";

    /// <summary>Makes builds use it, whatever the machine is set to.</summary>
    public static void AddTo(IDictionary<string, string?> environment)
    {
        environment["UseSharedCompilation"] = "true";
        environment["SharedCompilationId"] = s_name;
    }

    /// <summary>It would end by itself, ten minutes after the last build.</summary>
    public static void Stop()
    {
        using var folder = new TempFolder();
        folder.Write("Any.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        var compiler = Command.Run(folder.Root, "dotnet", ["msbuild", "Any.csproj", "-getProperty:RoslynTargetsPath"]).ShouldSucceed().Output.Trim();
        Command.Run(folder.Root, "dotnet", [Path.Combine(compiler, "bincore", "VBCSCompiler.dll"), "-shutdown", $"-pipename:{s_name}"]);
    }
}
