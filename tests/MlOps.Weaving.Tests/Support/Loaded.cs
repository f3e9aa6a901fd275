using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace MlOps.Tests.Weaving.Support;

/// <summary>The assembly in this process, and gone again with the test.</summary>
internal sealed class Loaded : IDisposable
{
    private readonly AssemblyLoadContext _context = new("woven", isCollectible: true);

    public Loaded(Compiled compiled)
    {
        using var assembly = new MemoryStream(compiled.Bytes);
        using var symbols = File.Exists(compiled.SymbolPath) ? new MemoryStream(File.ReadAllBytes(compiled.SymbolPath)) : null;
        Assembly = _context.LoadFromStream(assembly, symbols);
    }

    public Assembly Assembly { get; }

    /// <summary>Runs <c>Demo.Program.Main</c> and returns what it and the trackers noted.</summary>
    public IReadOnlyList<string> Run()
    {
        var main = Assembly.GetType("Demo.Program", throwOnError: true)!.GetMethod("Main")!;
        if (main.Invoke(null, null) is Task running)
        {
            running.GetAwaiter().GetResult();
        }

        return (IReadOnlyList<string>)Assembly.GetType("Log")!.GetField("Lines")!.GetValue(null)!;
    }

    /// <summary>Compiles every method to machine code: the runtime's own check of the IL.</summary>
    public int PrepareAll()
    {
        const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = Assembly.GetTypes()
            .Where(static type => !type.ContainsGenericParameters)
            .SelectMany(static type => type.GetMembers(Everything))
            .OfType<MethodBase>()
            .Where(static method => !method.IsAbstract && !method.ContainsGenericParameters)
            .ToList();
        methods.ForEach(static method => RuntimeHelpers.PrepareMethod(method.MethodHandle));
        return methods.Count;
    }

    public void Dispose() => _context.Unload();
}
