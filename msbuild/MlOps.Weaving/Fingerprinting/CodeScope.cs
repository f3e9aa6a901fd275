using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// Whose code a fingerprint looks into: the assembly itself and those of the projects it refers to. All other assemblies
/// count by their identity.
/// </summary>
internal sealed class CodeScope
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ModuleDefinition> _modules = [];
    private readonly Dictionary<TypeDefinition, bool> _ofTracking = [];

    /// <param name="module">The assembly that holds the tracked methods.</param>
    /// <param name="projectPaths">The implementation assemblies of the projects it refers to, directly or through others.</param>
    public CodeScope(ModuleDefinition module, IEnumerable<string> projectPaths)
    {
        Add(module);
        foreach (var name in projectPaths.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal))
        {
            if (!IsOfTracking(name!) && module.AssemblyResolver.Resolve(new AssemblyNameReference(name, null)) is { } assembly)
            {
                Add(assembly.MainModule);
            }
        }
    }

    /// <summary>The modules of the scope; the first is the one that holds the tracked methods.</summary>
    public IReadOnlyList<ModuleDefinition> Modules => _modules;

    /// <summary>The assemblies that observe a method, and so are no part of what it does. <c>MlOps.Data</c> is: it reads rows.</summary>
    public static bool IsOfTracking(string assembly) => assembly is "MlOps.Abstractions" or "MlOps.Tracking";

    /// <summary>The definition of a type of the scope; <see langword="null"/> for all others.</summary>
    public TypeDefinition? Find(TypeReference type)
    {
        // Arrays have methods of their own (`int[,]::Get`), which no assembly defines.
        if (type is ArrayType or GenericParameter)
        {
            return null;
        }

        var element = type.GetElementType();
        var definition = element as TypeDefinition;
        if (definition is null && element.Scope is AssemblyNameReference { Name: var name } && _names.Contains(name))
        {
            definition = element.Resolve(); // Follows types that one project forwards to another.
        }

        return definition is not null && _modules.Contains(definition.Module) ? definition : null;
    }

    /// <summary>The definition of a method of the scope; <see langword="null"/> for all others.</summary>
    public MethodDefinition? Find(MethodReference method) =>
        method as MethodDefinition ?? (Find(method.DeclaringType) is null ? null : method.Resolve());

    /// <summary>Whether a member is there to observe methods. Asked for whatever any code names, and so answered once for each type.</summary>
    public bool IsOfTracking(IMemberDefinition member)
    {
        var type = member as TypeDefinition ?? member.DeclaringType;
        if (!_ofTracking.TryGetValue(type, out var known))
        {
            _ofTracking.Add(type, known = WovenCode.IsOfTracking(type));
        }

        return known;
    }

    private void Add(ModuleDefinition module)
    {
        if (_names.Add(module.Assembly.Name.Name))
        {
            _modules.Add(module);
        }
    }
}
