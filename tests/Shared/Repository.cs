using System.Reflection;
using System.Xml.Linq;

namespace MlOps.Tests;

/// <summary>Where this checkout lies: tests read golden files, docs and projects from it.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The version of a package that this repository uses.</summary>
    public static string PackageVersion(string package) => XDocument.Load(PathOf("Directory.Packages.props"))
        .Descendants("PackageVersion").Single(version => (string?)version.Attribute("Include") == package).Attribute("Version")!.Value;

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);
}
