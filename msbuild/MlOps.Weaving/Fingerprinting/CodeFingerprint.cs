using System.Security.Cryptography;
using System.Text;
using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>A tracked method's fingerprint and what it stands for.</summary>
/// <param name="Fingerprint">SHA-256, 64 lower-case hex digits.</param>
/// <param name="Units">Places in <see cref="CodeGraph.Units"/>, ascending.</param>
/// <param name="References">Places in <see cref="CodeGraph.References"/>, ascending.</param>
internal sealed record CodeClosure(string Fingerprint, IReadOnlyList<int> Units, IReadOnlyList<int> References);

/// <summary>
/// Tells whether two builds run the same code in a method: a hash of what it does and of everything that it calls in the
/// user's projects. Blind to reflection and to native code.
/// </summary>
internal sealed class CodeFingerprint
{
    // Part of the hash: when the canonical form changes, old and new fingerprints must not meet by accident.
    private const string Scheme = "mlops-code-2\n";

    private readonly CodeScope _scope;

    /// <param name="request">What the build knows of the references.</param>
    /// <param name="module">The assembly as the compiler wrote it: weaving a method would change what others call.</param>
    /// <param name="methods">The methods that <see cref="Of"/> will be asked for.</param>
    public CodeFingerprint(WeaveRequest request, ModuleDefinition module, IEnumerable<MethodDefinition> methods)
    {
        _scope = new CodeScope(module, request.ProjectPaths);
        Graph = CodeGraph.Build(methods, _scope, new ReferencedAssemblies(request));
    }

    public CodeGraph Graph { get; }

    public CodeClosure Of(MethodDefinition method)
    {
        var root = Graph.NumberOf(method);
        var (units, references) = Graph.ReachOf(root);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(Scheme));
        hash.AppendData(Graph.Units[root].Digest); // Two methods that call each other reach the same code, and are not the same.
        foreach (var unit in units)
        {
            hash.AppendData(Graph.Units[unit].Digest);
        }

        foreach (var reference in references)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Graph.References[reference].Identity} {Graph.References[reference].Mvid}\n"));
        }

        return new(Convert.ToHexStringLower(hash.GetHashAndReset()), units, references);
    }

    /// <summary>What is hashed, readable, for tests and for those who wonder: a section for each unit, then the references.</summary>
    public string TextOf(MethodDefinition method)
    {
        var closure = Of(method);
        var reader = new CodeUnitReader(_scope);
        var units = closure.Units.Select(unit => reader.TextOf(Graph.Units[unit].Member));
        var references = closure.References.Select(place => Graph.References[place]).Select(static reference => $"reference {reference.Identity} {reference.Mvid}\n");
        return string.Concat(units) + string.Concat(references);
    }
}
