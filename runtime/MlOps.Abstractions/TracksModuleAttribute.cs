using System.ComponentModel;

namespace MlOps;

/// <summary>
/// Stands on the one generated class of an assembly whose <c>IsWoven</c> tells whether the build pointed the tracked methods at
/// their trackers: <see langword="false"/> as compiled, and the build makes it return <see langword="true"/>. Not meant for user code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TracksModuleAttribute : Attribute;
