using Microsoft.Build.Framework;
using MlOps.Weaving;
using Task = Microsoft.Build.Utilities.Task;

namespace MlOps.Build;

/// <summary>Points the tracked methods of the compiled assembly at their generated trackers.</summary>
public sealed class WeaveAssembly : Task
{
    /// <summary>The assembly in <c>obj</c>; replaced in place.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>Implementations of what the compiler was given, with the metadata that tells projects, packages and the framework apart.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    /// <summary>Files of packages that run without being compiled against, with <c>NuGetPackageId</c> and <c>NuGetPackageVersion</c>.</summary>
    public ITaskItem[] PackageFiles { get; set; } = [];

    /// <summary>Where the assembly is kept as the compiler wrote it.</summary>
    public string? UnwovenFolder { get; set; }

    /// <summary>The version of the SDK that builds.</summary>
    public string? SdkVersion { get; set; }

    /// <summary>The symbols, when they are not beside the assembly.</summary>
    public string? Symbols { get; set; }

    /// <summary>The key that signs the assembly, if it is signed in full.</summary>
    public string? KeyFile { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        var result = Weaver.Weave(new WeaveRequest
        {
            AssemblyPath = Path.GetFullPath(Assembly),
            ReferencePaths = [.. References.Select(static reference => reference.ItemSpec)],
            SymbolPath = string.IsNullOrEmpty(Symbols) ? null : Path.GetFullPath(Symbols),
            KeyFile = string.IsNullOrEmpty(KeyFile) ? null : Path.GetFullPath(KeyFile),
            UnwovenFolder = string.IsNullOrEmpty(UnwovenFolder) ? null : Path.GetFullPath(UnwovenFolder),
            ProjectPaths = [.. References.Where(IsOfProject).Select(static reference => reference.ItemSpec)],
            FrameworkPaths = [.. References.Where(IsOfFramework).Select(static reference => reference.ItemSpec)],
            Packages = Packages(),
            SdkVersion = SdkVersion,
        });
        foreach (var error in result.Errors)
        {
            Log.LogError(null, error.Code, null, RuleHelp.LinkTo(error.Code), error.File, error.Line, error.Column, 0, 0, "{0}", error.Message);
        }

        foreach (var method in result.Methods)
        {
            Log.LogMessage(MessageImportance.Low, "Wove {0}, fingerprint {1}.", method.Name, method.Fingerprint ?? "none");
        }

        return result.Errors.Count == 0;
    }

    private static bool IsOfFramework(ITaskItem item) => item.GetMetadata("FrameworkReferenceName").Length > 0;

    // That a project could be packed, and as what, is told of those that are reached through others.
    private static bool IsOfProject(ITaskItem item) => item.GetMetadata("ReferenceSourceTarget") == "ProjectReference";

    private Dictionary<string, string> Packages() => References.Concat(PackageFiles)
        .Where(static item => !IsOfFramework(item) && !IsOfProject(item) && item.GetMetadata("NuGetPackageId").Length > 0)
        .GroupBy(static item => item.GetMetadata("NuGetPackageId"), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(static files => files.Key, static files => files.First().GetMetadata("NuGetPackageVersion"));
}
