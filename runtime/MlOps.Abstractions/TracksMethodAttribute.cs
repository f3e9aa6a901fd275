using System.ComponentModel;

namespace MlOps;

/// <summary>
/// Stands on generated classes and tells the build which method the class records. Not meant for user code.
/// </summary>
/// <param name="type">The type that declares the method.</param>
/// <param name="method">The metadata name of the method; overloads are told apart by the parameters of <c>Body</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TracksMethodAttribute(Type type, string method) : Attribute
{
    /// <summary>The type that declares the method.</summary>
    public Type Type { get; } = type;

    /// <summary>The metadata name of the method.</summary>
    public string Method { get; } = method;

    /// <summary>
    /// For a local function: the metadata name of the outermost method that holds it, <c>&lt;Main&gt;$</c> in a top-level program.
    /// <see cref="Method"/> is then the name that the local function has in the source.
    /// </summary>
    public string? LocalTo { get; init; }
}
