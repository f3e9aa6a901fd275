using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using MlOps.Generators.Datasets;

namespace MlOps.Tests.Support;

/// <summary>Source that was generated, compiled and loaded, and perhaps a library it uses.</summary>
internal sealed class LoadedProgram : IDisposable
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Collections.Immutable; using System.Linq; using MlOps;\n";

    private readonly AssemblyLoadContext _context = new("loaded", isCollectible: true);
    private readonly Assembly _assembly;

    /// <param name="source">The program.</param>
    /// <param name="library">A library it uses.</param>
    /// <param name="list">The list of data sets that the build would have written.</param>
    public LoadedProgram(string source, string? library = null, string list = "")
    {
        var compilation = GeneratorHost.Compile(Usings + source);
        if (library is not null)
        {
            var image = Image(GeneratorHost.Compile(Usings + library).WithAssemblyName("Library"));
            _context.LoadFromStream(new MemoryStream(image));
            compilation = compilation.AddReferences(MetadataReference.CreateFromImage(image));
        }

        _assembly = _context.LoadFromStream(new MemoryStream(Image(compilation, list)));
    }

    /// <summary>Calls <c>Program.Main</c> of the source.</summary>
    public object? Main() => _assembly.GetType("Program")!
        .GetMethod("Main", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
        .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [], null);

    public void Dispose() => _context.Unload();

    private static byte[] Image(Compilation compilation, string list = "")
    {
        GeneratorHost.Driver(new TextFile(DatasetsParser.FileName, list)).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        GeneratorHost.AssertCompiles(generated);
        using var image = new MemoryStream();
        Assert.True(generated.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return image.ToArray();
    }
}
