using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using MlOps.Store;

namespace MlOps.Tests.Support;

/// <summary>Source that went the whole way: generated, compiled, woven and loaded.</summary>
internal sealed class WovenProgram : IDisposable
{
    private static readonly TempFolder s_store = new();
    private static int s_count;

    private readonly TempFolder _folder = new();
    private readonly AssemblyLoadContext _context = new("woven", isCollectible: true);
    private readonly Assembly _assembly;

    public WovenProgram(string source)
    {
        var compiled = GeneratedAssembly.Compile(_folder, source, $"Demo{Interlocked.Increment(ref s_count)}");
        compiled.Weave();
        _assembly = _context.LoadFromStream(new MemoryStream(File.ReadAllBytes(compiled.Path)), new MemoryStream(File.ReadAllBytes(compiled.SymbolPath)));
    }

    /// <summary>All tests of this process share one store: the recorder belongs to the process.</summary>
    [ModuleInitializer]
    internal static void UseAStoreOfTheTests() => Environment.SetEnvironmentVariable("MLOPS_HOME", s_store.PathOf(".mlops"));

    /// <summary>Calls <c>Program.Main</c> of the source.</summary>
    public object? Main()
    {
        var main = _assembly.GetType("Program")!.GetMethod("Main", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        return main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [], null);
    }

    /// <summary>The runs of a method, oldest first.</summary>
    public static IReadOnlyList<RecordedRunDetails> RunsOf(string method)
    {
        Run.Flush();
        using var reader = RunReader.Open(StoreLocation.Resolve());
        return [.. reader.List().Reverse().Where(run => run.Method == method).Select(reader.Details)];
    }

    public void Dispose()
    {
        _context.Unload();
        _folder.Dispose();
    }
}
