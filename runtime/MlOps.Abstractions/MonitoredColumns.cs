namespace MlOps;

/// <summary>Names the column that a member, a parameter or a result is, or says that its numbers are levels. Without it, each is a feature anyway.</summary>
/// <param name="name">The name of the column in the reference; <see langword="null"/> for that of the member, in snake_case.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.ReturnValue)]
public sealed class FeatureAttribute(string? name = null) : Attribute
{
    /// <summary>The name of the column in the reference.</summary>
    public string? Name { get; } = name;

    /// <summary>Whether its numbers are levels, equal or not, such as codes of shops.</summary>
    public bool Categorical { get; set; }
}

/// <summary>The column holds what was to be predicted, as far as it is known.</summary>
/// <param name="name">The name of the column in the reference; <see langword="null"/> for that of the member, in snake_case.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.ReturnValue)]
public sealed class TargetAttribute(string? name = null) : Attribute
{
    /// <summary>The name of the column in the reference.</summary>
    public string? Name { get; } = name;

    /// <summary>Whether its numbers are levels, equal or not, such as classes.</summary>
    public bool Categorical { get; set; }
}

/// <summary>The column holds what the model says. The result of a <see cref="MonitoredAttribute">[Monitored]</see> method is one without being told.</summary>
/// <param name="name">The name of the column in the reference; <see langword="null"/> for that of the member, in snake_case.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.ReturnValue)]
public sealed class PredictionAttribute(string? name = null) : Attribute
{
    /// <summary>The name of the column in the reference.</summary>
    public string? Name { get; } = name;

    /// <summary>Whether its numbers are levels, equal or not, such as classes.</summary>
    public bool Categorical { get; set; }
}

/// <summary>Leaves a member, a parameter or a result out of the rows of a <see cref="MonitoredAttribute">[Monitored]</see> type or method, with all that is in it.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.ReturnValue)]
public sealed class NotMonitoredAttribute : Attribute;
