using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Which methods of the scope a virtual call may end in. In doubt it says yes: a fingerprint may be too sensitive, never too lax.</summary>
internal sealed class TypeHierarchy
{
    private readonly CodeScope _scope;
    private readonly ILookup<TypeDefinition, TypeDefinition> _directlyDerived;
    private readonly Dictionary<MethodDefinition, IReadOnlyList<MethodDefinition>> _overrides = [];

    public TypeHierarchy(CodeScope scope)
    {
        _scope = scope;
        _directlyDerived = scope.Modules
            .SelectMany(static module => module.GetTypes())
            .SelectMany(type => Parents(type).Select(parent => (parent, type)))
            .ToLookup(static pair => pair.parent, static pair => pair.type);
    }

    /// <summary>By name, so that the order of types in the source does not matter.</summary>
    public IReadOnlyList<MethodDefinition> OverridesOf(MethodDefinition target)
    {
        if (!_overrides.TryGetValue(target, out var known))
        {
            known = [.. Derived(target.DeclaringType)
                .SelectMany(type => target.DeclaringType.IsInterface ? WithBases(type) : [type])
                .Distinct()
                .SelectMany(static type => type.Methods)
                .Where(method => Overrides(method, target))
                .OrderBy(static method => method.FullName, StringComparer.Ordinal)];
            _overrides.Add(target, known);
        }

        return known;
    }

    /// <summary>Overrides of <c>ToString</c>, implementations of <c>IDisposable</c>: code that calls these need not be ours.</summary>
    public bool MayBeCalledFromOutside(MethodDefinition method) => method.IsVirtual && !method.IsAbstract
        && (!method.IsNewSlot || method.HasOverrides || method.DeclaringType.Interfaces.Any(implemented => _scope.Find(implemented.InterfaceType) is null));

    private IEnumerable<TypeDefinition> Parents(TypeDefinition type) => type.Interfaces
        .Select(implemented => _scope.Find(implemented.InterfaceType))
        .Append(type.BaseType is null ? null : _scope.Find(type.BaseType))
        .OfType<TypeDefinition>();

    private IEnumerable<TypeDefinition> WithBases(TypeDefinition type)
    {
        for (var current = type; current is not null; current = current.BaseType is null ? null : _scope.Find(current.BaseType))
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
