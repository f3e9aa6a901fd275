using Microsoft.CodeAnalysis.Emit;
using MlOps.Weaving;

namespace MlOps.Tests.Support;

/// <summary>Source that was generated for and compiled into a file, as the build has it before it weaves.</summary>
internal sealed record GeneratedAssembly(string Path)
{
    public string SymbolPath => System.IO.Path.ChangeExtension(Path, ".pdb");

    public static GeneratedAssembly Compile(TempFolder folder, string source, string name)
    {
        var (compilation, _) = GeneratorHost.Run("using System; using System.Collections.Generic; using System.Linq; using System.Threading.Tasks; using MlOps;\n" + source);
        var compiled = new GeneratedAssembly(folder.PathOf(name + ".dll"));
        using var assembly = File.Create(compiled.Path);
        using var symbols = File.Create(compiled.SymbolPath);
        var emitted = compilation.WithAssemblyName(name).Emit(
            assembly,
            symbols,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        return compiled;
    }

    public void Weave()
    {
        var result = Weaver.Weave(new WeaveRequest
        {
            AssemblyPath = Path,
            ReferencePaths = [.. AppDomain.CurrentDomain.GetAssemblies().Where(static assembly => !assembly.IsDynamic && assembly.Location.Length > 0).Select(static assembly => assembly.Location)],
        });
        Assert.Equal(WeaveOutcome.Woven, result.Outcome);
    }
}
