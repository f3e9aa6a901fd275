using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Which methods of the assembly a virtual call may end in. In doubt it says yes: a fingerprint may be too sensitive, never too lax.</summary>
internal sealed class TypeHierarchy
{
    private readonly ILookup<TypeDefinition, TypeDefinition> _directlyDerived;

    public TypeHierarchy(ModuleDefinition module) => _directlyDerived = module.GetTypes()
        .SelectMany(static type => Parents(type).Select(parent => (parent, type)))
        .ToLookup(static pair => pair.parent, static pair => pair.type);

    public IEnumerable<MethodDefinition> OverridesOf(MethodDefinition target) => Derived(target.DeclaringType)
        .SelectMany(type => target.DeclaringType.IsInterface ? WithBases(type) : [type])
        .Distinct()
        .SelectMany(static type => type.Methods)
        .Where(method => Overrides(method, target));

    /// <summary>Overrides of <c>ToString</c>, implementations of <c>IDisposable</c>: code that calls these need not be ours.</summary>
    public static bool MayBeCalledFromOutside(MethodDefinition method) => method.IsVirtual && !method.IsAbstract
        && (!method.IsNewSlot || method.HasOverrides || method.DeclaringType.Interfaces.Any(static implemented => InAssembly(implemented.InterfaceType) is null));

    private static IEnumerable<TypeDefinition> Parents(TypeDefinition type) => type.Interfaces
        .Select(static implemented => InAssembly(implemented.InterfaceType))
        .Append(type.BaseType is null ? null : InAssembly(type.BaseType))
        .OfType<TypeDefinition>();

    private static TypeDefinition? InAssembly(TypeReference type) => type.GetElementType() as TypeDefinition;

    private static IEnumerable<TypeDefinition> WithBases(TypeDefinition type)
    {
        for (var current = type; current is not null; current = current.BaseType is null ? null : InAssembly(current.BaseType))
        {
            yield return current;
        }
    }

    // Names and counts, not types: inside a generic hierarchy the types of one method are spelled in many ways.
    private static bool Overrides(MethodDefinition method, MethodDefinition target) =>
        (method.IsVirtual
            && method.Name == target.Name
            && method.Parameters.Count == target.Parameters.Count
            && method.GenericParameters.Count == target.GenericParameters.Count)
        || method.Overrides.Any(overridden => overridden.Name == target.Name && overridden.Resolve() == target);

    private HashSet<TypeDefinition> Derived(TypeDefinition type)
    {
        var found = new HashSet<TypeDefinition>();
        var waiting = new Stack<TypeDefinition>([type]);
        while (waiting.TryPop(out var next))
        {
            foreach (var derived in _directlyDerived[next].Where(found.Add))
            {
                waiting.Push(derived);
            }
        }

        return found;
    }
}
