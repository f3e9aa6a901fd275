namespace MlOps;

/// <summary>
/// Gives a param, a metric or a result another name than the one that follows from the code. On a parameter or member that is
/// itself flattened, it is the part of the key that its members share.
/// </summary>
/// <param name="name">The name, by MLflow's rules: letters, digits, <c>_ - . /</c> and spaces, at most 250.</param>
/// <example><c>record Options([Param("lr")] double LearningRate)</c> logs <c>options.lr</c>.</example>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ParamAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}
