namespace MlOps;

/// <summary>
/// Leaves a member out of the content hash of its <see cref="VersionedAttribute">[Versioned]</see> type: what is computed from
/// other members, or does not belong to the data. On a parameter of a record it stands for the property.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class NotVersionedAttribute : Attribute;
