namespace MlOps;

/// <summary>
/// Gives the type a content hash: <c>ContentHash.Of(rows)</c> then tells whether two lots of data are the same, on any machine.
/// The compiler writes the hashing code; the type itself stays as it is.
/// </summary>
/// <remarks>
/// Hashed are the public readable instance properties and fields, inherited ones too, in ordinal order of their names: moving
/// them about changes nothing, renaming one or changing its type does. <see cref="NotVersionedAttribute">[NotVersioned]</see>
/// leaves one out.
/// </remarks>
/// <example>
/// <code>
/// [Versioned]
/// public sealed record Flower(double PetalLength, double PetalWidth, string Species);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class VersionedAttribute : Attribute;
