namespace MlOps;

/// <summary>Records that a parameter or member was there, and not what it held: its value is written as <c>***</c>.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class SensitiveAttribute : Attribute;
