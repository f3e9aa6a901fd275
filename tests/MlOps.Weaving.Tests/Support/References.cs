using System.Runtime.CompilerServices;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;

namespace MlOps.Tests.Weaving.Support;

/// <summary>The reference assemblies of .NET 10 as files, because the weaver takes paths, as the compiler does.</summary>
internal static class References
{
    private static readonly TempFolder Folder = new("mlops references");

    public static IReadOnlyList<string> Paths { get; } = WriteAll();

    /// <summary>All of them but our own.</summary>
    public static IReadOnlyList<string> Framework => [.. Paths.Skip(1)];

    public static IReadOnlyList<MetadataReference> ForCompiler { get; } =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(TrackedAttribute).Assembly.Location)];

    [ModuleInitializer]
    internal static void RemoveAtExit() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => Folder.Dispose();

    private static List<string> WriteAll()
    {
        var paths = new List<string> { typeof(TrackedAttribute).Assembly.Location };
        foreach (var reference in Net100.ReferenceInfos.All)
        {
            var path = Folder.PathOf(reference.FileName);
            File.WriteAllBytes(path, reference.ImageBytes);
            paths.Add(path);
        }

        return paths;
    }
}
