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
            .SelectMany(static type => type.GetMembers(Everything))
            .OfType<MethodBase>()
            .Where(static method => !method.IsAbstract)
            .ToList();
        foreach (var method in methods)
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle, Arguments(method));
        }

        return methods.Count;
    }

    private RuntimeTypeHandle[] Arguments(MethodBase method) =>
    [
        .. (method.DeclaringType!.IsGenericTypeDefinition ? method.DeclaringType.GetGenericArguments() : [])
            .Concat(method.IsGenericMethodDefinition ? method.GetGenericArguments() : [])
            .Select(parameter => Argument(parameter).TypeHandle),
    ];

    // `object`, whose machine code all classes share; where a constraint forbids it, a number or a type of the test's own.
    private Type Argument(Type parameter)
    {
        if ((parameter.GenericParameterAttributes & GenericParameterAttributes.NotNullableValueTypeConstraint) != 0)
        {
            return typeof(int);
        }

        var constraint = parameter.GetGenericParameterConstraints().FirstOrDefault();
        return constraint is null ? typeof(object) : Assembly.GetTypes().First(type => type.IsClass && KindsOf(type).Contains(Open(constraint)));
    }

    private static IEnumerable<Type> KindsOf(Type type) => type.GetInterfaces().Append(type).Select(Open);

    private static Type Open(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;

    public void Dispose() => _context.Unload();
}
