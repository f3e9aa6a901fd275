using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Emit;
using MlOps.Store;
using MlOps.Weaving;

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
        var (compilation, _) = GeneratorHost.Run("using System; using System.Collections.Generic; using System.Linq; using System.Threading.Tasks; using MlOps;\n" + source);
        compilation = compilation.WithAssemblyName($"Demo{Interlocked.Increment(ref s_count)}");
        var path = _folder.PathOf(compilation.AssemblyName + ".dll");
        using (var assembly = File.Create(path))
        using (var symbols = File.Create(Path.ChangeExtension(path, ".pdb")))
        {
            var emitted = compilation.Emit(
                assembly,
                symbols,
                options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
                cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        }

        var result = Weaver.Weave(new WeaveRequest
        {
            AssemblyPath = path,
            ReferencePaths = [.. AppDomain.CurrentDomain.GetAssemblies().Where(static assembly => !assembly.IsDynamic && assembly.Location.Length > 0).Select(static assembly => assembly.Location)],
        });
        Assert.Equal(WeaveOutcome.Woven, result.Outcome);
        _assembly = _context.LoadFromStream(new MemoryStream(File.ReadAllBytes(path)), new MemoryStream(File.ReadAllBytes(Path.ChangeExtension(path, ".pdb"))));
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
