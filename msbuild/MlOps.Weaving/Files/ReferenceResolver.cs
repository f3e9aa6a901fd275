using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// Finds referenced assemblies among the compiler's references only. The runtime that hosts the build is never asked:
/// its <c>System.Private.CoreLib</c> would end up in the user's references.
/// </summary>
internal sealed class ReferenceResolver(IEnumerable<string> paths) : IAssemblyResolver
{
    private readonly ILookup<string, string> _paths = paths.ToLookup(
        static path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, AssemblyDefinition?> _open = new(StringComparer.OrdinalIgnoreCase);

    public AssemblyDefinition? Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

    public AssemblyDefinition? Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        if (!_open.TryGetValue(name.Name, out var assembly))
        {
            // Unknown is null, not an exception: an attribute whose enum nobody references is then copied as it is.
            parameters.AssemblyResolver = this;
            var path = _paths[name.Name].FirstOrDefault();
            assembly = path is null ? null : AssemblyDefinition.ReadAssembly(path, parameters);
            _open.Add(name.Name, assembly);
        }

        return assembly;
    }

    public void Dispose()
    {
        foreach (var assembly in _open.Values)
        {
            assembly?.Dispose();
        }
    }
}
