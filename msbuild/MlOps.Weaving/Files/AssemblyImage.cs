using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MlOps.Weaving;

/// <summary>The bytes of an assembly and what a glance at them tells.</summary>
/// <param name="Bytes">The whole file.</param>
/// <param name="State">What there is to do.</param>
/// <param name="Symbols">Where the symbols are.</param>
/// <param name="SymbolPath">Their file, when they are in one.</param>
/// <param name="IsSigned">The compiler signed it, so weaving breaks a signature; false when the signature is left out, as in public signing.</param>
internal sealed record AssemblyImage(ReadOnlyMemory<byte> Bytes, WeavingState State, SymbolFormat Symbols, string SymbolPath, bool IsSigned)
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
        return new(bytes, state, symbols, symbolPath, IsSignedIn(image));
    }

    public MemoryStream Open() => new(Bytes.ToArray(), writable: false);

    private static bool IsSignedIn(PEReader image)
    {
        var header = image.PEHeaders.CorHeader!;
        var place = header.StrongNameSignatureDirectory;
        return header.Flags.HasFlag(CorFlags.StrongNameSigned)
            && place.Size > 0
            && image.GetSectionData(place.RelativeVirtualAddress).GetContent(0, place.Size).AsSpan().ContainsAnyExcept((byte)0);
    }
}
