using System.Diagnostics;
using System.Reflection;
using MlOps.Tests.Weaving.Support;

namespace MlOps.Tests.Weaving;

/// <summary>Methods that the runtime suspends, not a state machine: a preview in .NET 10, so they run in a process of their own.</summary>
public class RuntimeAsyncTests
{
    private const MethodImplAttributes Async = (MethodImplAttributes)0x2000;

    private static readonly string s_source = Support.Weaving.Source(
        """
        #pragma warning disable SYSLIB5007 // The preview is what this is about.
        Log.Add(await Demo.Trainer.Train(3));
        Console.Write(string.Join(' ', Log.Lines));

        namespace Demo
        {
            public static class Trainer { [Tracked] public static async Task<int> Train(int epochs) { await Task.Yield(); return epochs * 2; } }
        }
        """,
        Trackers.Of("Demo.Trainer", "Train", "Task<int>", "int epochs"));

    [Fact]
    public void TheRuntimeSuspendsTheCodeAndNotTheStub()
    {
        using var woven = Compiled.Woven(s_source, new() { Feature = "runtime-async" });
        using var symbols = new Symbols(woven);
        MethodImplAttributes FlagOf(string method) => symbols.Assembly.GetMethodDefinition(symbols.Method("Trainer", method)).ImplAttributes & Async;

        Assert.Equal(Async, FlagOf("<Train>Body"));
        Assert.Equal(default, FlagOf("Train"));
    }

    [Fact]
    public void ItIsTrackedToItsEnd()
    {
        using var woven = Compiled.Woven(s_source, new() { Feature = "runtime-async" });
        File.Copy(typeof(TrackedAttribute).Assembly.Location, Path.Combine(woven.Folder, "MlOps.Abstractions.dll"));
        File.WriteAllText(
            Path.Combine(woven.Folder, "App.runtimeconfig.json"),
            """{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" } } }""");
        var start = new ProcessStartInfo(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath! : "dotnet", [woven.AssemblyPath])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_RuntimeAsync"] = "1" },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();

        Assert.Equal(("begin Train end Train 6", ""), (output, process.StandardError.ReadToEnd()));
    }
}
