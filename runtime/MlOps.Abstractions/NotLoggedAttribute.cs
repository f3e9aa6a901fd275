namespace MlOps;

/// <summary>Leaves a parameter, a member or a result out of the run, with all that is in it.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.ReturnValue)]
public sealed class NotLoggedAttribute : Attribute;
