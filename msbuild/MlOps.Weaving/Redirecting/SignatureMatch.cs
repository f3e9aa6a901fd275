using Mono.Cecil;

namespace MlOps.Weaving;

/// <summary>Tells overloads apart: the tracker's <c>Body</c> takes the receiver, if there is one, and then what the method takes.</summary>
internal static class SignatureMatch
{
    public static bool Fits(MethodDefinition method, MethodDefinition body)
    {
        var receivers = method.HasThis ? 1 : 0;
        return body.Parameters.Count == method.Parameters.Count + receivers
            && (receivers == 0 || body.Parameters[0].ParameterType.Resolve() == method.DeclaringType)
            && method.Parameters.Zip(body.Parameters.Skip(receivers)).All(static pair => Same(pair.First.ParameterType, pair.Second.ParameterType))
            && Same(method.ReturnType, body.ReturnType);
    }

    private static bool Same(TypeReference mine, TypeReference its) => (WithoutModifiers(mine), WithoutModifiers(its)) switch
    {
        (GenericInstanceType a, GenericInstanceType b) =>
            Same(a.ElementType, b.ElementType)
            && a.GenericArguments.Count == b.GenericArguments.Count
            && a.GenericArguments.Zip(b.GenericArguments, Same).All(static same => same),
        (ArrayType a, ArrayType b) => a.Rank == b.Rank && Same(a.ElementType, b.ElementType),
        (TypeSpecification a, TypeSpecification b) => a.GetType() == b.GetType() && Same(a.ElementType, b.ElementType),
        (TypeSpecification, _) or (_, TypeSpecification) => false,
        // Two references may hold types of one name: the assembly is part of it.
        var (a, b) => a.FullName == b.FullName && a.Scope?.Name == b.Scope?.Name,
    };

    // `in` and `volatile` put modifiers on virtual members and not on the tracker's.
    private static TypeReference WithoutModifiers(TypeReference type) =>
        type is IModifierType modified ? WithoutModifiers(modified.ElementType) : type;
}
