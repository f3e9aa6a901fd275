using Mono.Cecil;
using Mono.Cecil.Cil;

namespace MlOps.Weaving;

/// <summary>Tells Cecil where symbols come from and go to. Never a file of its choosing.</summary>
internal static class SymbolStreams
{
    public static void ForReading(ReaderParameters parameters, SymbolFormat format, Stream? symbols)
    {
        parameters.SymbolStream = symbols;
        parameters.SymbolReaderProvider = format switch
        {
            SymbolFormat.Portable => new PortablePdbReaderProvider(),
            SymbolFormat.Embedded => new EmbeddedPortablePdbReaderProvider(),
            _ => null,
        };
    }

    public static void ForWriting(WriterParameters parameters, SymbolFormat format, Stream symbols)
    {
        // A stream also keeps the build path out of the assembly: its link to the symbols is a bare file name.
        parameters.SymbolStream = format == SymbolFormat.Portable ? symbols : null;
        parameters.SymbolWriterProvider = format switch
        {
            SymbolFormat.Portable => new PortablePdbWriterProvider(),
            SymbolFormat.Embedded => new EmbeddedWriterProvider(),
            _ => null,
        };
    }

    // Cecil's own provider refuses the empty file name that a module written to memory has, and uses it for nothing else.
    private sealed class EmbeddedWriterProvider : ISymbolWriterProvider
    {
        private readonly EmbeddedPortablePdbWriterProvider _inner = new();

        public ISymbolWriter GetSymbolWriter(ModuleDefinition module, string fileName) => _inner.GetSymbolWriter(module, module.Name);

        public ISymbolWriter GetSymbolWriter(ModuleDefinition module, Stream symbolStream) => _inner.GetSymbolWriter(module, symbolStream);
    }
}
