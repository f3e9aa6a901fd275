using Microsoft.CodeAnalysis;
using MlOps.Generators.Versioning;
using MlOps.Tests.Support;

namespace MlOps.Tests.Versioning;

/// <summary>What the generator makes of <c>[Versioned]</c> types.</summary>
internal static class VersionedHost
{
    /// <summary>Runs the generators; the generated code must compile without an error or a warning.</summary>
    public static (Compilation Compilation, GeneratorRunResult Versioned) Run(params string[] sources)
    {
        var driver = GeneratorHost.Driver().RunGeneratorsAndUpdateCompilation(GeneratorHost.Compile(sources), out var compilation, out var diagnostics);
        Assert.Empty(diagnostics);
        GeneratorHost.AssertCompiles(compilation);
        return (compilation, Of(driver));
    }

    public static GeneratorRunResult Of(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single(static result => result.Generator.GetGeneratorType() == typeof(VersionedGenerator));
}
