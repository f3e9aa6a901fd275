using System.Security.Cryptography;
using System.Text;
using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// Tells whether two builds run the same code in a method: a hash of what it does and of everything that it calls in the
/// assembly. Blind to reflection, to native code, and to the inside of referenced assemblies, which count by name and version.
/// </summary>
internal sealed class CodeFingerprint(ModuleDefinition module)
{
    // Part of the hash: when the canonical form changes, old and new fingerprints must not meet by accident.
    private const string Scheme = "mlops-code-1\n";

    private readonly TypeHierarchy _hierarchy = new(module);

    /// <returns>SHA-256, 64 lower-case hex digits.</returns>
    public string Of(MethodDefinition method) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(method))));

    /// <summary>What is hashed, readable: a section for each type and method, in the order in which they are reached.</summary>
    public string TextOf(MethodDefinition method) => Scheme + new CallClosure(module, _hierarchy).TextOf(method);
}
