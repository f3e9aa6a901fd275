using System.ComponentModel;

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

    /// <summary>The build configuration, such as <c>Release</c>: the fingerprint depends on it.</summary>
    public string? Configuration { get; init; }

    /// <summary>SHA-256 of the code of the method and of all it calls, 64 hex digits; <see langword="null"/> when the build did not compute it.</summary>
    public string? Fingerprint { get; init; }
}
