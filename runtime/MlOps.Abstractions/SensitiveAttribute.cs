namespace MlOps;

/// <summary>
/// Records that a parameter or member was there, and not what it held: its value is written as <c>***</c>, and in what is <c>[Monitored]</c> kept as a keyed
/// hash. On a record it means all that is in it.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.ReturnValue)]
public sealed class SensitiveAttribute : Attribute;
