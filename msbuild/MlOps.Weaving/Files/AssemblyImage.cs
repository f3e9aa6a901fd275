using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MlOps.Weaving;

/// <summary>The bytes of an assembly and what a glance at them tells.</summary>
internal sealed record AssemblyImage(ReadOnlyMemory<byte> Bytes, WeavingState State, string SymbolPath, SymbolFormat Symbols)
{
    public static AssemblyImage Read(WeaveRequest request) =>
        Read(request.AssemblyPath, request.SymbolPath ?? Path.ChangeExtension(request.AssemblyPath, ".pdb"));

    public static AssemblyImage Read(string assemblyPath, string symbolPath)
    {
        var bytes = File.ReadAllBytes(assemblyPath);
        using var image = new PEReader(new MemoryStream(bytes, writable: false));
        if (!image.HasMetadata)
        {
            throw new BadImageFormatException("It is not a .NET assembly.");
        }

        var state = WeavingStateReader.Of(image.GetMetadataReader());
        var symbols = state == WeavingState.Unwoven ? SymbolFormatReader.Of(image, symbolPath) : SymbolFormat.None;
        return new(bytes, state, symbolPath, symbols);
    }

    public MemoryStream Open() => new(Bytes.ToArray(), writable: false);
}
