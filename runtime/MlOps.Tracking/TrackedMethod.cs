using System.ComponentModel;
using System.Reflection;
using MlOps.Recording;

namespace MlOps;

/// <summary>What the build knows of a tracked method; generated code has one for each. Not meant for user code.</summary>
/// <param name="name">Its name as <c>Namespace.Type.Method</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TrackedMethod(string name)
{
    /// <summary>Its name as <c>Namespace.Type.Method</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The experiment its runs belong to, or <see langword="null"/> for the default one.</summary>
    public string? Experiment { get; init; }

    /// <summary>Tags that every run of it begins with.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Whether a run that begins inside another one is nested in it; if not, it stands beside it.</summary>
    public bool IsNested { get; init; } = true;

    /// <summary>Whether its runs are told what the machine does, where the machine is sampled at all.</summary>
    public bool Silicon { get; init; } = true;

    /// <summary>What its runs may do about heat.</summary>
    public ThermalPolicy Thermal { get; init; }

    /// <summary>The assembly that holds the method.</summary>
    public Assembly? Assembly { get; init; }

    /// <summary>The build configuration, such as <c>Release</c>: the fingerprint depends on it.</summary>
    public string? Configuration { get; init; }

    /// <summary>SHA-256 of the code of the method and of all it calls, 64 hex digits; <see langword="null"/> when the build did not compute it.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Says once that the tracked methods of an assembly record nothing, since the build did not point them at their trackers. Called by generated code.</summary>
    /// <param name="assembly">The simple name of the assembly.</param>
    public static void WarnNotWoven(string assembly) => Faults.NotWoven(assembly);
}
