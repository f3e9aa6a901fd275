namespace MlOps.Weaving;

/// <summary>One compiled assembly whose tracked methods are to be pointed at their trackers, in place.</summary>
public sealed record WeaveRequest
{
    /// <summary>The assembly as the compiler wrote it. Replaced when, and only when, there is something to weave.</summary>
    public required string AssemblyPath { get; init; }

    /// <summary>The assemblies the compiler was given. Nothing else is looked at to resolve a reference.</summary>
    public required IReadOnlyList<string> ReferencePaths { get; init; }

    /// <summary>The symbols beside the assembly, when they are not <c>AssemblyPath</c> with the extension <c>.pdb</c>.</summary>
    public string? SymbolPath { get; init; }

    /// <summary>
    /// The <c>.snk</c> key that signs the assembly, because weaving breaks the compiler's signature.
    /// Left out for unsigned, delay-signed and publicly signed assemblies.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// Where the assembly is kept as the compiler wrote it, so that a woven one can be stamped anew when a referenced project
    /// changes. Left out, nothing is kept, and a woven assembly is left alone.
    /// </summary>
    public string? UnwovenFolder { get; init; }

    /// <summary>Those of <see cref="ReferencePaths"/> that other projects of the user are built to: fingerprints look into them.</summary>
    public IReadOnlyList<string> ProjectPaths { get; init; } = [];

    /// <summary>Those of <see cref="ReferencePaths"/> that belong to the framework: in fingerprints they count by identity alone.</summary>
    public IReadOnlyList<string> FrameworkPaths { get; init; } = [];

    /// <summary>The packages among the references, by name, with their versions: told beside the fingerprints.</summary>
    public IReadOnlyDictionary<string, string> Packages { get; init; } = new Dictionary<string, string>();

    /// <summary>The version of the SDK that builds: told beside the fingerprints.</summary>
    public string? SdkVersion { get; init; }
}
