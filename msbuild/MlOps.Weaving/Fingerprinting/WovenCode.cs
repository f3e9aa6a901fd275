using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>
/// Looks through the weaving of a referenced project: whether it was woven when this project was built, or not yet, or not at
/// all, its methods do the same.
/// </summary>
internal static class WovenCode
{
    /// <summary>Where the code of a method lies: in its sibling, if an earlier pass moved it there.</summary>
    public static MethodDefinition Of(MethodDefinition method) =>
        Attributes.AreOfObserved(method) ? SiblingOf(method) ?? method : method;

    /// <summary>Whether a type is there to observe methods, not to be part of what they do.</summary>
    public static bool IsOfTracking(TypeDefinition type) =>
        Attributes.Find(type, KnownNames.TracksMethodName) is not null || Attributes.Find(type, KnownNames.TracksModuleName) is not null
        || IsDataset(type)
        || (type.DeclaringType is { } outer && IsOfTracking(outer));

    /// <summary>Whether the generator wrote a type.</summary>
    public static bool IsOfGenerator(TypeDefinition type) => type.CustomAttributes.Any(static attribute =>
        attribute.AttributeType.FullName == "System.CodeDom.Compiler.GeneratedCodeAttribute"
        && attribute.ConstructorArguments is [{ Value: KnownNames.Generator }, ..]);

    private static MethodDefinition? SiblingOf(MethodDefinition method)
    {
        var name = SiblingName.Of(method.Name);
        return method.DeclaringType.Methods.FirstOrDefault(candidate => candidate.Name == name && HasParametersOf(method, candidate));
    }

    // The digest of a data set is in its handle. Which data a run read is told by its inputs, not by its code.
    private static bool IsDataset(TypeDefinition type) => type.FullName == KnownNames.Datasets && IsOfGenerator(type);

    private static bool HasParametersOf(MethodDefinition method, MethodDefinition sibling) =>
        sibling.Parameters.Count == method.Parameters.Count
        && sibling.GenericParameters.Count == method.GenericParameters.Count
        && sibling.Parameters.Zip(method.Parameters).All(static pair => pair.First.ParameterType.FullName == pair.Second.ParameterType.FullName);
}
