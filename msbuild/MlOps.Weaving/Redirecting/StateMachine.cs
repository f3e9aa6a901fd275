using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>The class or struct the compiler makes of an async method.</summary>
internal static class StateMachine
{
    /// <summary>True for <c>AsyncStateMachine</c>, <c>IteratorStateMachine</c> and <c>AsyncIteratorStateMachine</c>.</summary>
    public static bool IsAttribute(CustomAttribute attribute) =>
        attribute.AttributeType.Namespace == "System.Runtime.CompilerServices"
        && attribute.AttributeType.Name.EndsWith("StateMachineAttribute", StringComparison.Ordinal);

    public static MethodDefinition? MoveNextOf(MethodDefinition method) => method.CustomAttributes
        .Where(IsAttribute)
        .Select(static attribute => attribute.ConstructorArguments is [{ Value: TypeReference machine }, ..] ? machine.Resolve() : null)
        .FirstOrDefault()?.Methods.FirstOrDefault(static candidate => candidate.Name == "MoveNext");
}
