using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>An assembly and its symbols, open for change.</summary>
internal sealed class OpenAssembly : IDisposable
{
    private readonly ReferenceResolver _references;
    private readonly AssemblyImage _image;

    private OpenAssembly(ModuleDefinition module, ReferenceResolver references, AssemblyImage image) =>
        (Module, _references, _image) = (module, references, image);

    public ModuleDefinition Module { get; }

    public static OpenAssembly Open(WeaveRequest request, AssemblyImage image)
    {
        var references = new ReferenceResolver(request.ReferencePaths);
        try
        {
            var module = ReadModule(image, references);
            DebugInformation.ForgetDocumentsOfTypes(module);
            return new(module, references, image);
        }
        catch
        {
            references.Dispose();
            throw;
        }
    }

    /// <summary>Everything is made in memory; then the files are replaced.</summary>
    public void Save(WeaveRequest request)
    {
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var parameters = new WriterParameters
        {
            // The identity follows the content: same input, same bytes; woven and unwoven never share it.
            DeterministicMvid = true,
            StrongNameKeyBlob = StrongNameKey.For(request, _image),
        };
        SymbolStreams.ForWriting(parameters, _image.Symbols, symbols);
        Module.Write(assembly, parameters);

        // The assembly goes last: it is what tells the next pass that all is done.
        if (_image.Symbols == SymbolFormat.Portable)
        {
            AtomicFile.Replace(request.SymbolPath ?? Path.ChangeExtension(request.AssemblyPath, ".pdb"), symbols);
        }

        AtomicFile.Replace(request.AssemblyPath, assembly);
    }

    public void Dispose()
    {
        Module.Dispose();
        _references.Dispose();
    }

    private static ModuleDefinition ReadModule(AssemblyImage image, ReferenceResolver references)
    {
        using var symbols = image.Symbols == SymbolFormat.Portable ? new MemoryStream(File.ReadAllBytes(image.SymbolPath)) : null;
        var parameters = new ReaderParameters(ReadingMode.Immediate) { AssemblyResolver = references };
        SymbolStreams.ForReading(parameters, image.Symbols, symbols);
        try
        {
            return ModuleDefinition.ReadModule(image.Open(), parameters);
        }
        catch (SymbolsNotMatchingException)
        {
            throw new WeaveException(WeaveError.SymbolsDoNotMatch(image.SymbolPath));
        }
    }
}
