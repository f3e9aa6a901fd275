namespace MlOps.Weaving;

/// <summary>
/// The assembly and its symbols as the compiler wrote them. When a referenced project changes, the compiler has nothing to
/// do, since the surface it sees is the same; the fingerprints are stamped anew from here.
/// </summary>
internal static class UnwovenCopy
{
    /// <summary>Keeps what the compiler wrote, and reads on from there.</summary>
    public static AssemblyImage Keep(WeaveRequest request, AssemblyImage image)
    {
        if (request.UnwovenFolder is null)
        {
            return image;
        }

        var (assembly, symbols) = PathsOf(request, request.UnwovenFolder);
        if (!File.Exists(assembly) || !image.Bytes.Span.SequenceEqual(File.ReadAllBytes(assembly)))
        {
            Directory.CreateDirectory(request.UnwovenFolder);
            if (image.Symbols == SymbolFormat.Portable)
            {
                Copy(image.SymbolPath, symbols);
            }

            // Last: of an assembly that is here, the symbols are too. If a pass dies before it wrote the assembly, the next
            // one finds that these symbols belong to it, and not those that the dead one had already replaced.
            Copy(request.AssemblyPath, assembly);
        }

        return image.Symbols == SymbolFormat.Portable ? image with { SymbolPath = symbols } : image;
    }

    /// <summary>What <see cref="Keep"/> kept of an assembly that is woven by now; <see langword="null"/> when there is nothing.</summary>
    public static AssemblyImage? Find(WeaveRequest request)
    {
        if (request.UnwovenFolder is null)
        {
            return null;
        }

        var (assembly, symbols) = PathsOf(request, request.UnwovenFolder);
        return File.Exists(assembly) ? AssemblyImage.Read(assembly, symbols) : null;
    }

    private static (string Assembly, string Symbols) PathsOf(WeaveRequest request, string folder)
    {
        var assembly = Path.Combine(folder, Path.GetFileName(request.AssemblyPath));
        return (assembly, Path.ChangeExtension(assembly, ".pdb"));
    }

    private static void Copy(string from, string to)
    {
        using var content = new MemoryStream();
        using (var file = File.OpenRead(from))
        {
            file.CopyTo(content);
        }

        AtomicFile.Replace(to, content);
    }
}
