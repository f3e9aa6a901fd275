using System.Reflection.PortableExecutable;

namespace MlOps.Weaving;

/// <summary>Where the symbols of an assembly are.</summary>
internal enum SymbolFormat
{
    /// <summary><c>DebugType=none</c>, or the file is gone.</summary>
    None,

    /// <summary>A portable PDB beside the assembly.</summary>
    Portable,

    /// <summary>A portable PDB inside the assembly.</summary>
    Embedded,
}

internal static class SymbolFormatReader
{
    /// <exception cref="WeaveException">The symbols are a Windows PDB.</exception>
    public static SymbolFormat Of(PEReader image, string symbolPath)
    {
        var entries = image.ReadDebugDirectory();
        if (entries.Any(static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb))
        {
            return SymbolFormat.Embedded;
        }

        if (!entries.Any(static entry => entry.Type == DebugDirectoryEntryType.CodeView) || !File.Exists(symbolPath))
        {
            return SymbolFormat.None;
        }

        return IsPortable(symbolPath) ? SymbolFormat.Portable : throw new WeaveException(WeaveError.WindowsSymbols(symbolPath));
    }

    private static bool IsPortable(string symbolPath)
    {
        Span<byte> start = stackalloc byte[4];
        using var file = File.OpenRead(symbolPath);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("BSJB"u8);
    }
}
