using System.Globalization;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>An assembly that counts as a whole.</summary>
/// <param name="Identity">Its full name: <c>Accord, Version=3.8.0.0, Culture=neutral, PublicKeyToken=…</c>.</param>
/// <param name="Mvid">What tells one build of it from another; empty where only the identity counts.</param>
internal sealed record ReferencedAssembly(string Identity, string Mvid);

/// <summary>
/// What stands for the code outside the user's projects. Packages and loose assemblies: their identity and the id of their
/// build, together with those they need in turn. The framework: its identity alone, because a servicing update on another
/// machine replaces it beneath programs that are already built, and what it replaces behaves alike by its promise.
/// </summary>
internal sealed class ReferencedAssemblies(WeaveRequest request)
{
    private readonly ILookup<string, string> _paths = request.ReferencePaths.ToLookup(static path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _framework = new(request.FrameworkPaths, StringComparer.Ordinal);
    private readonly HashSet<string> _projects = new(request.ProjectPaths, StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<ReferencedAssembly>> _known = new(StringComparer.Ordinal);

    /// <summary>The assembly of a name, and all outside the framework that it needs.</summary>
    public IReadOnlyList<ReferencedAssembly> Of(AssemblyNameReference name)
    {
        if (!_known.TryGetValue(name.FullName, out var known))
        {
            _known.Add(name.FullName, known = CodeScope.IsOfTracking(name.Name) ? [] : Find(name));
        }

        return known;
    }

    private List<ReferencedAssembly> Find(AssemblyNameReference name)
    {
        if (PathOf(name.Name) is not { } path || _framework.Contains(path))
        {
            return [new(name.FullName, "")];
        }

        var found = new List<ReferencedAssembly>();
        var waiting = new Queue<string>([path]);
        var seen = new HashSet<string>(StringComparer.Ordinal) { path };
        while (waiting.TryDequeue(out var next))
        {
            using var image = new PEReader(File.OpenRead(next));
            var metadata = image.GetMetadataReader();
            var definition = metadata.GetAssemblyDefinition();
            found.Add(new(
                definition.GetAssemblyName().FullName,
                metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToString("D", CultureInfo.InvariantCulture)));
            foreach (var needed in metadata.AssemblyReferences)
            {
                var neededName = metadata.GetString(metadata.GetAssemblyReference(needed).Name);
                if (!CodeScope.IsOfTracking(neededName) && PathOf(neededName) is { } neededPath
                    && !_framework.Contains(neededPath) && !_projects.Contains(neededPath) && seen.Add(neededPath))
                {
                    waiting.Enqueue(neededPath);
                }
            }
        }

        return found;
    }

    private string? PathOf(string name) => _paths[name].FirstOrDefault();
}
