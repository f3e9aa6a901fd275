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

    /// <summary>The assemblies the compiler was given.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

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
        });
        foreach (var error in result.Errors)
        {
            Log.LogError(null, error.Code, null, RuleHelp.LinkTo(error.Code), error.File, error.Line, error.Column, 0, 0, "{0}", error.Message);
        }

        foreach (var method in result.Methods)
        {
            Log.LogMessage(MessageImportance.Low, "Tracked {0}, fingerprint {1}.", method.Name, method.Fingerprint);
        }

        return result.Errors.Count == 0;
    }
}
