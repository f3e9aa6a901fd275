using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;

namespace MlOps.Tests.Support;

/// <summary>The assemblies that code under test refers to: .NET, ASP.NET Core, ours, and the frameworks that rules know.</summary>
internal static class Frameworks
{
    public static IReadOnlyList<MetadataReference> References { get; } =
    [
        .. Net100.References.All,
        .. Own().Concat(MachineLearning()).Concat(AspNetCore()).Select(static file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>Only .NET and ours, as in a project that trains without any framework.</summary>
    public static IReadOnlyList<MetadataReference> Bare { get; } =
        [.. Net100.References.All, .. Own().Select(static file => MetadataReference.CreateFromFile(file))];

    private static string[] Own() => [typeof(TrackedAttribute).Assembly.Location, typeof(Run).Assembly.Location, typeof(CsvRows<>).Assembly.Location];

    private static IEnumerable<string> MachineLearning() => Directory
        .EnumerateFiles(AppContext.BaseDirectory, "*.dll")
        .Where(static file => Path.GetFileName(file) is "TorchSharp.dll" or "Newtonsoft.Json.dll" || (Path.GetFileName(file).StartsWith("Microsoft.ML", StringComparison.Ordinal) && IsManaged(file)));

    private static IEnumerable<string> AspNetCore() => Directory
        .EnumerateFiles(Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Builder.WebApplication).Assembly.Location)!, "Microsoft.*.dll")
        .Where(IsManaged);

    private static bool IsManaged(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new System.Reflection.PortableExecutable.PEReader(stream);
        return image.HasMetadata;
    }
}
